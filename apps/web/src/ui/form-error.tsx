import { useText } from '../catalogue/catalogue.js';
import { explanation } from './explanation.js';
import styles from './form-error.module.css';

/** What is wrong with a form as a whole; nothing where nothing is. */
export function FormError({ error }: { error: unknown }) {
  const text = useText();
  if (!error) return null;
  return (
    <p className={styles.error} role="alert">
      {explanation(error, text)}
    </p>
  );
}
