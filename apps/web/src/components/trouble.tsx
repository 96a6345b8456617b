import { PlazaError } from '@plaza/sdk';
import { useText } from '../catalogue/catalogue.js';
import { Button } from './button.js';
import { explanation } from './explanation.js';
import styles from './trouble.module.css';

interface TroubleProps {
  error: unknown;
  retry?: () => void;
}

/** In the place of what could not be loaded: what happened, the request it happened in, and what to do now. */
export function Trouble({ error, retry }: TroubleProps) {
  const text = useText();
  const isMissing = error instanceof PlazaError && error.status === 404;
  return (
    <div className={styles.trouble} role="alert">
      <p>{explanation(error, text)}</p>
      {error instanceof PlazaError && error.requestId && !isMissing && (
        <p className={styles.request}>{text.errors.requestId(error.requestId)}</p>
      )}
      {retry && !isMissing && <Button onClick={retry}>{text.common.retry}</Button>}
    </div>
  );
}
