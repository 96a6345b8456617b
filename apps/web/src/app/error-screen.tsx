import { Link } from '@tanstack/react-router';
import { useText } from '../catalogue/catalogue.js';
import { buttonClass } from '../components/button.js';
import { isMissing } from '../components/missing.js';
import { Trouble } from '../components/trouble.js';
import { Screen } from './screen.js';

interface ErrorScreenProps {
  error: unknown;
  retry?: () => void;
}

/** In the place of a screen that cannot be shown. */
export function ErrorScreen({ error, retry }: ErrorScreenProps) {
  const text = useText();
  return (
    <Screen title={isMissing(error) ? text.errors.notFoundTitle : text.errors.title}>
      <Trouble error={error} {...(retry && { retry })} />
      <p>
        <Link to="/" className={buttonClass('secondary')}>
          {text.errors.home}
        </Link>
      </p>
    </Screen>
  );
}
