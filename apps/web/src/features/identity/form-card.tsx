import type { ReactNode } from 'react';
import { Screen } from '../../app/screen.js';
import { FormError } from '../../components/form-error.js';
import styles from './form-card.module.css';

interface FormCardProps {
  title: string;
  /** Of the form as a whole; those of fields stand at the fields. */
  error: unknown;
  children: ReactNode;
}

/** One short form in the middle of the page. */
export function FormCard({ title, error, children }: FormCardProps) {
  return (
    <Screen title={title} header={null}>
      <div className={styles.card}>
        <h1 className={styles.title}>{title}</h1>
        <FormError error={error} />
        {children}
      </div>
    </Screen>
  );
}
