import type { CommentSort } from '@plaza/contract';
import { queryOptions } from '@tanstack/react-query';
import { listOptions } from '../../client/lists.js';
import { plaza } from '../../client/plaza.js';

/** Every comment that is loaded with what is around it begins with this key. */
export const contextKey = ['context'] as const;

/** Everything that is loaded of the tree below a post begins with this key. */
export function commentsKey(rootId: string) {
  return ['comments', rootId] as const;
}

export function commentsQuery(rootId: string, sort: CommentSort) {
  return listOptions([...commentsKey(rootId), sort], (query) =>
    plaza.entries.comments({ params: { entryId: rootId }, query: { sort, ...query } }),
  );
}

/** A level of the tree from where it was cut. */
export function moreRepliesQuery(parent: { id: string; rootId: string }, sort: CommentSort, cursor: string) {
  return listOptions(
    [...commentsKey(parent.rootId), 'below', parent.id, sort, cursor],
    (query) => plaza.entries.comments({ params: { entryId: parent.id }, query: { sort, ...query } }),
    { firstCursor: cursor, meta: { cursorFrom: [commentsKey(parent.rootId), contextKey] } },
  );
}

/** A comment with what it replies to above and what was replied below. */
export function contextQuery(commentId: string, sort: CommentSort) {
  return queryOptions({
    queryKey: [...contextKey, commentId, sort],
    queryFn: () => plaza.entries.context({ params: { entryId: commentId }, query: { sort } }),
  });
}
