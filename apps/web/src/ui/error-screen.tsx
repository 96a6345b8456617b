import { useText } from '../catalogue/catalogue.js';
import { Trouble } from './error-message.js';
import { DeadEnd } from './error-page.js';
import { isMissing } from './missing.js';

interface ErrorScreenProps {
  error: unknown;
  retry?: () => void;
}

/** In the place of a screen that cannot be shown. */
export function ErrorScreen({ error, retry }: ErrorScreenProps) {
  const { errors } = useText();
  return (
    <DeadEnd title={isMissing(error) ? errors.notFoundTitle : errors.title}>
      <Trouble error={error} {...(retry && { retry })} />
    </DeadEnd>
  );
}
