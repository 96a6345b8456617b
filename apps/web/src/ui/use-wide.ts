import { useSyncExternalStore } from 'react';

const wide = matchMedia('(min-width: 1200px)');

/** Whether there is room for a third column; what has none is not loaded. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      wide.addEventListener('change', listener);
      return () => wide.removeEventListener('change', listener);
    },
    () => wide.matches,
  );
}
