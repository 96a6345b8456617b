import { useState } from 'react';

const PREFIX = 'plaza.draft.';

/** Text that survives a reload under its key, until it is emptied. Without a key it lives in the component alone. */
export function useDraft(key: string | undefined, initial: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => (key && sessionStorage.getItem(PREFIX + key)) || initial);
  const keep = (next: string) => {
    setText(next);
    if (!key) return;
    if (next === '') sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, next);
  };
  return [text, keep];
}
