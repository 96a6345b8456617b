import type { Post } from '@plaza/contract';
import { useRef } from 'react';
import { useShortcuts } from '../../app/shortcuts.js';

/** `j` and `k` walk through a list of posts; Enter opens the one at hand because its link has the focus. */
export function useListKeys(posts: Post[], scrollTo: (index: number) => void): void {
  const current = useRef(-1);
  const go = (step: number) => {
    const index = Math.min(Math.max(current.current + step, 0), posts.length - 1);
    const post = posts[index];
    if (!post) return;
    current.current = index;
    scrollTo(index);
    requestAnimationFrame(() => {
      document.querySelector<HTMLElement>(`[data-entry="${post.id}"] h2 a`)?.focus();
    });
  };
  useShortcuts({ j: () => go(1), k: () => go(-1) });
}
