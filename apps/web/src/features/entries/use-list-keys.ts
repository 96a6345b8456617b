import type { Post } from '@plaza/contract';
import { focusSoon } from '../../ui/focus-soon.js';
import { useShortcuts } from '../../ui/keyboard.js';

const linkTo = (id: string) => `[data-entry="${id}"] h2 a`;

/** `j` and `k` walk through a list of posts; Enter opens the one at hand because its link has the focus. */
export function useListKeys(posts: Post[], firstInSight: number, scrollTo: (index: number) => void): void {
  const go = (step: number) => {
    const atHand = document.activeElement?.closest<HTMLElement>('[data-entry]')?.dataset.entry;
    const current = posts.findIndex(({ id }) => id === atHand);
    const index = current < 0 ? firstInSight : Math.min(Math.max(current + step, 0), posts.length - 1);
    const post = posts[index];
    if (!post) return;
    scrollTo(index);
    focusSoon(linkTo(post.id));
  };
  useShortcuts({ j: () => go(1), k: () => go(-1) });
}
