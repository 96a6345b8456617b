import { PlazaError } from '@plaza/sdk';
import { useText } from '../catalogue/catalogue.js';
import { Button } from './button.js';
import styles from './error-message.module.css';
import { explanation } from './explanation.js';
import { isMissing } from './missing.js';

interface TroubleProps {
  error: unknown;
  retry?: () => void;
}

/** In the place of what could not be loaded: what happened, the request it happened in, and what to do now. */
export function Trouble({ error, retry }: TroubleProps) {
  const text = useText();
  const isNothing = isMissing(error);
  return (
    <div className={styles.trouble} role="alert">
      <p>{isNothing ? text.errors.notFound : explanation(error, text)}</p>
      {error instanceof PlazaError && error.requestId && !isNothing && (
        <p className={styles.request}>{text.errors.requestId(error.requestId)}</p>
      )}
      {retry && !isNothing && <Button onClick={retry}>{text.common.retry}</Button>}
    </div>
  );
}
