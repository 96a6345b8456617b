import { Link } from '@tanstack/react-router';
import { useText } from '../catalogue/catalogue.js';
import { buttonClass } from '../components/button.js';
import { Screen } from './screen.js';

export function NotFound() {
  const text = useText();
  return (
    <Screen title={text.errors.notFoundTitle}>
      <p>{text.errors.notFound}</p>
      <Link to="/" className={buttonClass('secondary')}>
        {text.errors.home}
      </Link>
    </Screen>
  );
}
