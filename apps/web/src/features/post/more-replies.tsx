import type { CommentNode, CommentSort } from '@plaza/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { plaza } from '../../app/plaza.js';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { commentsKey } from '../entries/entry-queries.js';
import { CommentNodes } from './comment-tree.js';

interface MoreRepliesProps {
  parent: CommentNode['entry'];
  more: NonNullable<CommentNode['more']>;
  sort: CommentSort;
}

/** "5 more replies": opens the level where it was cut. */
export function MoreReplies({ parent, more, sort }: MoreRepliesProps) {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  const level = useInfiniteQuery({
    queryKey: [...commentsKey(parent.rootId), 'below', parent.id, sort, more.cursor],
    queryFn: ({ pageParam }) =>
      plaza.entries.comments({ params: { entryId: parent.id }, query: { sort, cursor: pageParam } }),
    initialPageParam: more.cursor,
    getNextPageParam: (page) => page.nextCursor,
    enabled: isOpen,
  });
  const nodes = level.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <CommentNodes nodes={nodes} baseDepth={parent.depth} sort={sort} />
      {(!isOpen || level.hasNextPage) && (
        <Button
          look="quiet"
          disabled={level.isFetching}
          onClick={() => (isOpen ? void level.fetchNextPage() : setIsOpen(true))}
        >
          {isOpen ? text.common.loadMore : text.entries.moreReplies(more.count)}
        </Button>
      )}
    </>
  );
}
