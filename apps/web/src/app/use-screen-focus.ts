import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** After a step to another screen the keyboard goes on at its beginning, as it would on a new page. */
export function useScreenFocus(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return;
        const main = document.getElementById('content');
        // What the screen has put under the cursor itself, a composer say, keeps it.
        if (!main || main.contains(document.activeElement)) return;
        if (document.querySelector('dialog[open]')) return;
        main.focus({ preventScroll: true });
      }),
    [router],
  );
}
