import type { ReactNode } from 'react';
import { Screen } from '../../ui/screen.js';
import styles from './form-card.module.css';

interface FormCardProps {
  title: string;
  children: ReactNode;
}

/** One short form in the middle of the page. */
export function FormCard({ title, children }: FormCardProps) {
  return (
    <Screen title={title} header={null}>
      <div className={styles.card}>
        <h1 className={styles.title}>{title}</h1>
        {children}
      </div>
    </Screen>
  );
}
