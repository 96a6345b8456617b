import { PlazaError } from '@plaza/sdk';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef } from 'react';
import { useText } from '../catalogue/catalogue.js';

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
  const { faults } = useText();
  const sending = useMutation({ mutationFn: send, onSuccess: done });
  const { error } = sending;
  const sent = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) sent.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [error]);
  const fieldErrors = error instanceof PlazaError ? error.errors : [];
  return {
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      sent.current = event.currentTarget;
      sending.mutate(fieldsOf(event.currentTarget));
    },
    /** Empties the fields again, where nothing of them is to stay. */
    clear: () => sent.current?.reset(),
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
