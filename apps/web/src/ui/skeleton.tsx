import { useText } from '../catalogue/catalogue.js';
import styles from './skeleton.module.css';

/** Rows where a list will be. */
export function ListSkeleton({ rows = 6 }: { rows?: number }) {
  const text = useText();
  return (
    <div role="status" aria-label={text.common.loading}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <div key={index} className={styles.row} aria-hidden="true">
          <span className={styles.circle} />
          <span>
            <span className={`${styles.line} ${styles.short}`} />
            <span className={styles.line} />
            <span className={styles.line} />
          </span>
        </div>
      ))}
    </div>
  );
}
