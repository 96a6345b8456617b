import type { ReactNode } from 'react';
import styles from './settings-section.module.css';

/** A group of settings below each other; a button is as wide as its words. */
export function SettingsSection({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}
