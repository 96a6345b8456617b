import { useEffect, useEffectEvent } from 'react';

/** What each key does; two keys in a row are written with a space: `g h`. */
export type Shortcuts = Record<string, () => void>;

const SEQUENCE_MS = 1_000;
let previous = { key: '', at: 0 };

/** Single keys while nothing is being typed. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const isSequence = event.timeStamp - previous.at < SEQUENCE_MS;
    const action = (isSequence && shortcuts[`${previous.key} ${event.key}`]) || shortcuts[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

document.addEventListener('keyup', (event) => {
  previous = { key: event.key, at: event.timeStamp };
});

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}
