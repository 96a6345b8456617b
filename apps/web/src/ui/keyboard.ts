import { useEffect, useEffectEvent, useRef } from 'react';

/** What each key does; two keys in a row are written with a space: `g h`. */
export type KeyActions = Record<string, () => void>;

const SEQUENCE_MS = 1_000;
const FOCUS_WITHIN_MS = 2_000;

/** Handles single keys and sequences of two while nothing is being typed. */
export function useShortcuts(actions: KeyActions): void {
  const previous = useRef({ key: '', at: 0 });
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { key, at } = previous.current;
    previous.current = { key: event.key, at: event.timeStamp };
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const isSequence = event.timeStamp - at < SEQUENCE_MS;
    const action = (isSequence && actions[`${key} ${event.key}`]) || actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** Focuses the first visible element that matches as soon as there is one; gives up after a while. */
export function focusSoon(selector: string): void {
  const end = performance.now() + FOCUS_WITHIN_MS;
  const look = () => {
    const found = [...document.querySelectorAll<HTMLElement>(selector)].find((one) => one.checkVisibility());
    if (found) found.focus();
    else if (performance.now() < end) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
