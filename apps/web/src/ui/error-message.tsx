import { OfflineError, PlazaError } from '@plaza/sdk';
import type { Catalogue } from '../catalogue/catalogue.generated.js';
import { useText } from '../catalogue/catalogue.js';
import { Button } from './button.js';
import styles from './error-message.module.css';

interface ErrorMessageProps {
  error: unknown;
  retry?: () => void;
}

/** Instead of what could not be loaded: what happened, the request it happened in, and what to do now. */
export function ErrorMessage({ error, retry }: ErrorMessageProps) {
  const text = useText();
  const isNothing = isNotFound(error);
  return (
    <div className={styles.message} role="alert">
      <p>{isNothing ? text.errors.notFound : explainError(error, text)}</p>
      {error instanceof PlazaError && error.requestId && !isNothing && (
        <p className={styles.request}>{text.errors.requestId({ id: error.requestId })}</p>
      )}
      {retry && !isNothing && <Button onClick={retry}>{text.common.retry}</Button>}
    </div>
  );
}

/** An error in words for the person in front of the screen. */
export function explainError(error: unknown, text: Catalogue): string {
  if (error instanceof OfflineError) return text.errors.offline;
  if (!(error instanceof PlazaError)) return text.errors.unexpected;
  if (error.status === 404) return text.errors.notFound;
  return text.problems[error.code] ?? error.problem.detail ?? error.problem.title;
}

/** Whether there is nothing to show: nothing there, nothing for this viewer, or an address that never named anything. */
export function isNotFound(error: unknown): boolean {
  return error instanceof PlazaError && (error.status === 404 || error.code === 'invalid_input');
}
