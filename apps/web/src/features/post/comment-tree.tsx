import type { CommentSort, Post } from '@plaza/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { itemsOf } from '../../client/lists.js';
import { useViewer } from '../../client/viewer.js';
import { Button } from '../../ui/button.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { SignInLink } from '../identity/index.js';
import { CommentComposer } from './comment-composer.js';
import { CommentNodes } from './comment-nodes.js';
import styles from './comment-tree.module.css';
import { commentsQuery } from './post.queries.js';

const sorts: CommentSort[] = ['best', 'top', 'new', 'old', 'controversial'];

/** All comments below a post, sorted as the viewer chooses. */
export function CommentTree({ root }: { root: Post }) {
  const text = useText();
  const viewer = useViewer();
  const [sort, setSort] = useState<CommentSort>('best');
  const tree = useInfiniteQuery(commentsQuery(root.id, sort));
  const nodes = itemsOf(tree.data);
  return (
    <section className={styles.tree} aria-label={text.entries.comments({ count: root.counters.descendants })}>
      <header className={styles.header}>
        <h2>{text.entries.comments({ count: root.counters.descendants })}</h2>
        <select
          className={styles.sort}
          aria-label={text.entries.sort}
          value={sort}
          onChange={(event) => {
            const chosen = sorts.find((candidate) => candidate === event.target.value);
            if (chosen) setSort(chosen);
          }}
        >
          {sorts.map((candidate) => (
            <option key={candidate} value={candidate}>
              {text.entries.sorts[candidate]}
            </option>
          ))}
        </select>
      </header>
      {root.viewer.can.comment && <CommentComposer parent={root} />}
      {!viewer && (
        <p>
          <SignInLink>{text.entries.signInToComment}</SignInLink>
        </p>
      )}
      {tree.isPending && <ListSkeleton rows={3} />}
      {tree.error && nodes.length === 0 && (
        <ErrorMessage error={tree.error} retry={() => void tree.refetch()} />
      )}
      {tree.isSuccess && nodes.length === 0 && <p className={styles.soft}>{text.entries.noComments}</p>}
      <CommentNodes nodes={nodes} baseDepth={0} sort={sort} />
      {tree.hasNextPage && (
        <Button onClick={() => void tree.fetchNextPage()} disabled={tree.isFetchingNextPage}>
          {text.common.loadMore}
        </Button>
      )}
    </section>
  );
}
