import { Injectable } from '@nestjs/common';
import {
  type Comment,
  type CommentNode,
  type CommentPage,
  type CommentSort,
  type Entry,
  type EntryId,
  limits,
  type Tombstone,
} from '@plaza/contract';
import { Cursors } from '../../../platform/cursors/cursors.js';
import type { Viewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { EntryViews } from '../entries.views.js';
import type { CommentPlace } from './comment-sorts.js';
import { CommentTreeQueries, REPLIES_SHOWN, type TreeRow } from './comment-tree.queries.js';

interface TreeAsk {
  sort: CommentSort;
  depth: number;
  limit: number;
  cursor?: string | undefined;
}

export interface CommentContext {
  root: Entry;
  ancestors: (Comment | Tombstone)[];
  comment: Comment | Tombstone;
  replies: CommentPage;
}

/** The tree below an entry, page by page and level by level. */
@Injectable()
export class CommentTree {
  constructor(
    private readonly queries: CommentTreeQueries,
    private readonly views: EntryViews,
    private readonly cursors: Cursors,
  ) {}

  /** Errors: `not_found`, `cursor_invalid`, `cursor_mismatch`. */
  async page(
    viewer: Viewer,
    entryId: EntryId,
    { sort, depth, limit, cursor }: TreeAsk,
  ): Promise<CommentPage> {
    const after =
      cursor === undefined ? undefined : placeOf(this.cursors.open(contextOf(viewer, entryId, sort), cursor));
    if (!(await this.queries.isShownIn(viewer.userId, entryId))) throw new ProblemError('not_found');
    const rows = await this.queries.page(viewer.userId, { parentId: entryId, sort, depth, after, limit });
    const views = await this.views.commentsOrTombstones(viewer.userId, rows);
    const replies = Map.groupBy(rows, (row) => row.parent_id ?? row.root_id);
    const items = rows.flatMap((row, index): CommentNode[] => {
      const entry = views[index];
      return entry ? [{ entry, more: this.moreBelow(viewer, row, replies.get(row.id) ?? [], sort) }] : [];
    });
    const first = replies.get(entryId) ?? [];
    const last = first.at(-1);
    const hasMore = last !== undefined && last.siblings > limit;
    return { items, nextCursor: hasMore ? this.cursorBehind(viewer, entryId, sort, last) : null };
  }

  /** A comment with what is above and below it, for links that lead right to it. Errors: `not_found`. */
  async context(viewer: Viewer, commentId: EntryId, sort: CommentSort): Promise<CommentContext> {
    const [root, ...below] = await this.queries.line(viewer.userId, commentId);
    const own = below.at(-1);
    if (!root?.seen || !own || !(own.seen || own.descendant_count > 0)) throw new ProblemError('not_found');
    const [rootView, line, replies] = await Promise.all([
      this.views.entry(viewer.userId, root),
      this.views.commentsOrTombstones(viewer.userId, below),
      this.page(viewer, commentId, {
        sort,
        depth: limits.commentDepth.default,
        limit: limits.page.default,
      }),
    ]);
    const comment = line.pop();
    if (!comment) throw new ProblemError('not_found');
    return { root: rootView, ancestors: line, comment, replies };
  }

  /** What the viewer has not got of the replies to a comment. */
  private moreBelow(viewer: Viewer, row: TreeRow, shown: TreeRow[], sort: CommentSort): CommentNode['more'] {
    const last = shown.at(-1);
    const isCut = row.is_open
      ? last !== undefined && last.siblings > REPLIES_SHOWN
      : row.descendant_count > 0;
    if (!isCut) return null;
    const living = shown.filter((reply) => reply.seen).length;
    return {
      count: Math.max(row.reply_count - living, 1),
      cursor: this.cursorBehind(viewer, row.id, sort, last),
    };
  }

  /** From the start where nothing of the level was shown. */
  private cursorBehind(
    viewer: Viewer,
    entryId: EntryId,
    sort: CommentSort,
    last: TreeRow | undefined,
  ): string {
    return this.cursors.seal(contextOf(viewer, entryId, sort), last ? [last.rank, last.id] : []);
  }
}

function contextOf(viewer: Viewer, entryId: EntryId, sort: CommentSort) {
  return { list: 'comments', viewerId: viewer.userId, filters: { entryId, sort } };
}

/** What `cursorBehind` sealed. */
function placeOf([rank, id]: (string | number | null)[]): CommentPlace | undefined {
  if (id === undefined) return undefined;
  return { rank: rank === null || rank === undefined ? null : Number(rank), id: String(id) };
}
