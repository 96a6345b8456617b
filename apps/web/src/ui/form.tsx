import type { FormEvent, ReactNode } from 'react';
import { Button } from './button.js';
import styles from './form.module.css';
import { FormError } from './form-error.js';

interface FormProps {
  /** What `useForm` gives. */
  state: { submit: (event: FormEvent<HTMLFormElement>) => void; isSending: boolean; error: unknown };
  /** What is wrong with the form as a whole, where that is not all the state knows of. */
  error?: unknown;
  /** Words on the button. */
  action: string;
  look?: 'primary' | 'secondary';
  children: ReactNode;
}

/** Fields, what is wrong with them together, and the button that sends them. */
export function Form({ state, error = state.error, action, look = 'primary', children }: FormProps) {
  return (
    <form className={styles.form} onSubmit={state.submit}>
      <FormError error={error} />
      {children}
      <Button look={look} type="submit" disabled={state.isSending}>
        {action}
      </Button>
    </form>
  );
}
