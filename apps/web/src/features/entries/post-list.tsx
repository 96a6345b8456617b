import type { Post } from '@plaza/contract';
import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { focusSoon, useShortcuts } from '../../ui/keyboard.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { type PostPages, postsIn } from './entries.queries.js';
import { PostCard } from './post-card.js';
import styles from './post-list.module.css';

const ESTIMATED_HEIGHT = 220;
/** The next page is asked for when this many cards are left below. */
const AHEAD = 6;

interface PostListProps {
  /** Identifies this list, so that going back finds it as tall as it was. */
  name: string;
  /** Infinite query of posts. */
  query: {
    data: PostPages | undefined;
    error: unknown;
    isPending: boolean;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
    refetch: () => unknown;
  };
  /** Shown while there are no posts. */
  empty: ReactNode;
}

/** Posts without end; only those near the viewport are in the page. */
export function PostList({ name, query, empty }: PostListProps) {
  const posts = postsIn(query.data);
  if (query.isPending) return <ListSkeleton />;
  if (query.error && posts.length === 0)
    return <ErrorMessage error={query.error} retry={() => query.refetch()} />;
  if (posts.length === 0) return empty;
  return <Cards name={name} posts={posts} query={query} />;
}

interface CardsProps {
  name: string;
  posts: Post[];
  query: PostListProps['query'];
}

function Cards({ name, posts, query }: CardsProps) {
  const text = useText();
  const list = useRef<HTMLDivElement>(null);
  const scrollMargin = useDistanceFromTop(list);
  const virtualizer = useWindowVirtualizer({
    count: posts.length,
    estimateSize: () => ESTIMATED_HEIGHT,
    getItemKey: (index) => posts[index]?.id ?? index,
    overscan: 4,
    scrollMargin,
    initialMeasurementsCache: measured.get(layoutKey(name)) ?? [],
  });
  useEffect(() => () => void measured.set(layoutKey(name), virtualizer.takeSnapshot()), [name, virtualizer]);
  const rows = virtualizer.getVirtualItems();
  const firstInView = virtualizer.range?.startIndex ?? 0;
  useListKeys(posts, firstInView, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }));

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= posts.length - AHEAD && hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [lastShown, posts.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <div ref={list}>
      <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const post = posts[index];
          return (
            post && (
              <div
                key={key}
                className={styles.row}
                data-index={index}
                ref={virtualizer.measureElement}
                style={{ transform: `translateY(${start - scrollMargin}px)` }}
              >
                <PostCard post={post} />
              </div>
            )
          );
        })}
      </div>
      {isFetchingNextPage && <ListSkeleton rows={2} />}
      {!hasNextPage && <p className={styles.end}>{text.common.end}</p>}
    </div>
  );
}

/** How tall the cards of each list were, in a window of this width. */
const measured = new Map<string, VirtualItem[]>();

function layoutKey(name: string): string {
  return `${name} ${innerWidth}`;
}

function useDistanceFromTop(list: { current: HTMLElement | null }): number {
  const [distance, setDistance] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setDistance((list.current?.getBoundingClientRect().top ?? 0) + scrollY);
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, [list]);
  return distance;
}

/** `j` and `k` walk through the posts; Enter opens the focused one, because its link has the focus. */
function useListKeys(posts: Post[], firstInView: number, scrollTo: (index: number) => void): void {
  const go = (step: number) => {
    const focusedId = document.activeElement?.closest<HTMLElement>('[data-entry]')?.dataset.entry;
    const current = posts.findIndex(({ id }) => id === focusedId);
    const index = current < 0 ? firstInView : Math.min(Math.max(current + step, 0), posts.length - 1);
    const post = posts[index];
    if (!post) return;
    scrollTo(index);
    focusSoon(`[data-entry="${post.id}"] h2 a`);
  };
  useShortcuts({ j: () => go(1), k: () => go(-1) });
}
