import { useState } from 'react';
import { unsent } from '../client/storage.js';

const keyOf = (name: string) => `draft.${name}`;

/** Text that survives a reload under its name, until it is emptied. Without a name it lives in the component alone. */
export function useDraft(name: string | undefined, initial: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => (name && unsent.read(keyOf(name))) || initial);
  const change = (next: string) => {
    setText(next);
    if (name) unsent.write(keyOf(name), next === '' ? null : next);
  };
  return [text, change];
}
