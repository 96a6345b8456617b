import { PlazaError } from '@plaza/sdk';
import { useText } from '../catalogue/catalogue.js';
import { Button, buttonClass } from './button.js';
import styles from './error-page.module.css';
import { explanation } from './explanation.js';

interface ErrorPageProps {
  error: unknown;
  retry?: () => void;
}

/** What happened, the request it happened in, and what to do now. */
export function ErrorPage({ error, retry }: ErrorPageProps) {
  const text = useText();
  const isMissing = error instanceof PlazaError && error.status === 404;
  return (
    <div className={styles.page} role="alert">
      <h1>{isMissing ? text.errors.notFoundTitle : text.errors.title}</h1>
      <p>{explanation(error, text)}</p>
      {error instanceof PlazaError && error.requestId && !isMissing && (
        <p className={styles.request}>{text.errors.requestId(error.requestId)}</p>
      )}
      <div className={styles.actions}>
        {retry && !isMissing && <Button onClick={retry}>{text.common.retry}</Button>}
        <a className={buttonClass('quiet')} href="/">
          {text.errors.home}
        </a>
      </div>
    </div>
  );
}
