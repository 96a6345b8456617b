import { PlazaError } from '@plaza/sdk';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { Button } from './button.js';
import { explainError } from './error-message.js';
import styles from './form.module.css';

/** The fields of a form by name; unnamed ones and files are left out. */
export type Fields = Record<string, string>;

/**
 * State of a form that is sent as a whole: `submit` for the form element, the error of each field by its path, and the error of
 * the whole where no field is to blame. The first field that was refused gets the focus. A promise of `done` is awaited.
 */
export function useForm<Result>(
  send: (fields: Fields) => Promise<Result>,
  done: (result: Result) => unknown,
) {
  const faults: Partial<Record<string, string>> = useText().fieldErrors;
  const sending = useMutation({ mutationFn: send, onSuccess: done });
  const { error } = sending;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [error]);
  const fieldErrors = error instanceof PlazaError ? error.errors : [];
  return {
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      form.current = event.currentTarget;
      sending.mutate(fieldsOf(event.currentTarget));
    },
    /** Empties the fields again, where nothing of them is to stay. */
    clear: () => form.current?.reset(),
    isSending: sending.isPending,
    errorAt: (path: string) => {
      const fault = fieldErrors.find((at) => at.path === path || at.path.startsWith(`${path}.`));
      return fault && (faults[fault.code] ?? fault.message);
    },
    error: fieldErrors.length > 0 ? null : error,
    code: error instanceof PlazaError ? error.code : null,
  };
}

function fieldsOf(form: HTMLFormElement): Fields {
  const pairs = [...new FormData(form)].filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return Object.fromEntries(pairs);
}

interface FormProps {
  /** What `useForm` returns. */
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

/** What is wrong with a form as a whole; nothing where nothing is. */
export function FormError({ error }: { error: unknown }) {
  const text = useText();
  if (!error) return null;
  return (
    <p className={styles.error} role="alert">
      {explainError(error, text)}
    </p>
  );
}
