import type { ReactNode } from 'react';
import styles from './chips.module.css';

/** The class of a choice; the current one says so by `aria-current`. */
export const chipClass = styles.chip ?? '';

/** Choices side by side, one of which holds; on a phone they are pushed along. */
export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={styles.chips} aria-label={label}>
      {children}
    </nav>
  );
}
