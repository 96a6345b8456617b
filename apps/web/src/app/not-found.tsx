import { Link } from '@tanstack/react-router';
import { useText } from '../catalogue/catalogue.js';
import { buttonClass } from '../components/button.js';
import { Screen } from './screen.js';

/** An address that leads nowhere. */
export function NotFound() {
  const text = useText();
  return (
    <Screen title={text.errors.notFoundTitle}>
      <p>{text.errors.noSuchPage}</p>
      <p>
        <Link to="/" className={buttonClass('secondary')}>
          {text.errors.home}
        </Link>
      </p>
    </Screen>
  );
}
