import type { CommentNode, CommentSort } from '@plaza/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { itemsOf } from '../../client/lists.js';
import { Button } from '../../ui/button.js';
import { CommentRow } from './comment-row.js';
import styles from './comment-tree.module.css';
import { moreRepliesQuery } from './post.queries.js';

interface CommentNodesProps {
  nodes: CommentNode[];
  /** Depth of the entry they reply to; indentation counts from there. */
  baseDepth: number;
  sort: CommentSort;
}

/** Rows in display order; a cut level is opened where it was cut. */
export function CommentNodes({ nodes, baseDepth, sort }: CommentNodesProps) {
  return (
    <ol className={styles.nodes}>
      {nodes.map(({ entry, more }) => (
        <li key={entry.id} className={styles.node} data-depth={Math.min(entry.depth - baseDepth, 8)}>
          <CommentRow entry={entry} />
          {more && <MoreReplies parent={entry} more={more} sort={sort} />}
        </li>
      ))}
    </ol>
  );
}

interface MoreRepliesProps {
  parent: CommentNode['entry'];
  more: NonNullable<CommentNode['more']>;
  sort: CommentSort;
}

/** "5 more replies": opens the level where it was cut. */
function MoreReplies({ parent, more, sort }: MoreRepliesProps) {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  const level = useInfiniteQuery({ ...moreRepliesQuery(parent, sort, more.cursor), enabled: isOpen });
  const nodes = itemsOf(level.data);
  return (
    <>
      <CommentNodes nodes={nodes} baseDepth={parent.depth} sort={sort} />
      {(!isOpen || level.hasNextPage) && (
        <Button
          look="quiet"
          disabled={level.isFetching}
          onClick={() => (isOpen ? void level.fetchNextPage() : setIsOpen(true))}
        >
          {isOpen ? text.common.loadMore : text.entries.moreReplies({ count: more.count })}
        </Button>
      )}
    </>
  );
}
