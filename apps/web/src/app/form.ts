import { PlazaError } from '@plaza/sdk';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';

/** The fields of a form by name; unnamed ones and files are left out. */
export type Fields = Record<string, string>;

/**
 * State of a form that is sent as a whole: `submit` for the form element, the error of each field by its path, and the error of
 * the whole where no field is to blame.
 */
export function useForm<Result>(send: (fields: Fields) => Promise<Result>, done: (result: Result) => void) {
  const sending = useMutation({ mutationFn: send, onSuccess: done });
  const { error } = sending;
  const fieldErrors = error instanceof PlazaError ? error.errors : [];
  return {
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      sending.mutate(fieldsOf(event.currentTarget));
    },
    isSending: sending.isPending,
    errorAt: (path: string) => fieldErrors.find((at) => at.path === path)?.message,
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
