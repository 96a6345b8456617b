import type { Post } from '@plaza/contract';
import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { Trouble } from '../../ui/error-message.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { PostCard } from './post-card.js';
import styles from './post-list.module.css';
import { useListKeys } from './use-list-keys.js';

const ESTIMATED_HEIGHT = 220;
/** The next page is asked for when this many cards are left below. */
const AHEAD = 6;

interface PostListProps {
  /** Tells this list from others, so that going back finds it as high as it was. */
  name: string;
  /** Infinite query of posts. */
  query: {
    data: { pages: { items: Post[] }[] } | undefined;
    error: unknown;
    isPending: boolean;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
    refetch: () => unknown;
  };
  /** What stands there while there are no posts. */
  empty: ReactNode;
}

/** Posts without end; only those near the window are in the page. */
export function PostList({ name, query, empty }: PostListProps) {
  const posts = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <ListSkeleton />;
  if (query.error && posts.length === 0) return <Trouble error={query.error} retry={() => query.refetch()} />;
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
  const top = useRef<HTMLDivElement>(null);
  const scrollMargin = useDistanceFromTop(top);
  const virtualizer = useWindowVirtualizer({
    count: posts.length,
    estimateSize: () => ESTIMATED_HEIGHT,
    getItemKey: (index) => posts[index]?.id ?? index,
    overscan: 4,
    scrollMargin,
    initialMeasurementsCache: measured.get(placeOf(name)) ?? [],
  });
  useEffect(() => () => void measured.set(placeOf(name), virtualizer.takeSnapshot()), [name, virtualizer]);
  const rows = virtualizer.getVirtualItems();
  const firstInSight = virtualizer.range?.startIndex ?? 0;
  useListKeys(posts, firstInSight, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }));

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= posts.length - AHEAD && hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [lastShown, posts.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <div ref={top}>
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

/** How high the cards of each list were, in a window of this width. */
const measured = new Map<string, VirtualItem[]>();

function placeOf(name: string): string {
  return `${name} ${innerWidth}`;
}

function useDistanceFromTop(place: { current: HTMLElement | null }): number {
  const [distance, setDistance] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setDistance((place.current?.getBoundingClientRect().top ?? 0) + scrollY);
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, [place]);
  return distance;
}
