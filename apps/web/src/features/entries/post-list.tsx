import type { Post } from '@plaza/contract';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { ListSkeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { PostCard } from './post-card.js';
import styles from './post-list.module.css';
import { useListKeys } from './use-list-keys.js';

const ESTIMATED_HEIGHT = 220;
/** The next page is asked for when this many cards are left below. */
const AHEAD = 6;

interface PostListProps {
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
export function PostList({ query, empty }: PostListProps) {
  const text = useText();
  const top = useRef<HTMLDivElement>(null);
  const posts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const virtualizer = useWindowVirtualizer({
    count: posts.length,
    estimateSize: () => ESTIMATED_HEIGHT,
    getItemKey: (index) => posts[index]?.id ?? index,
    overscan: 4,
    scrollMargin: top.current?.offsetTop ?? 0,
  });
  const rows = virtualizer.getVirtualItems();
  useListKeys(posts, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }));

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= posts.length - AHEAD && hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [lastShown, posts.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (query.isPending) return <ListSkeleton />;
  if (query.error && posts.length === 0) return <Trouble error={query.error} retry={() => query.refetch()} />;
  if (posts.length === 0) return empty;
  const offset = (rows[0]?.start ?? 0) - virtualizer.options.scrollMargin;
  return (
    <div ref={top}>
      <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
        <div className={styles.rows} style={{ transform: `translateY(${offset}px)` }}>
          {rows.map((row) => {
            const post = posts[row.index];
            return (
              post && (
                <div key={row.key} data-index={row.index} ref={virtualizer.measureElement}>
                  <PostCard post={post} />
                </div>
              )
            );
          })}
        </div>
      </div>
      {isFetchingNextPage && <ListSkeleton rows={2} />}
      {!hasNextPage && <p className={styles.end}>{text.common.end}</p>}
    </div>
  );
}
