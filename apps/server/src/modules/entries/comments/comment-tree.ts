import { Injectable } from '@nestjs/common';
import {
  type Comment,
  type CommentNode,
  type CommentPage,
  type CommentSort,
  type Entry,
  EntryId,
  limits,
  type Tombstone,
} from '@plaza/contract';
import { z } from 'zod';
import type { Viewer } from '../../../platform/http/viewer.js';
import { defineList, Lists, type PageQuery } from '../../../platform/lists/lists.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { EntryViews } from '../entries.views.js';
import { CommentTreeQueries, REPLIES_SHOWN, type SeenRow, type TreeRow } from './comment-tree.queries.js';
import { tombstoneView } from './comments.views.js';

/** Rank and identifier of the last comment of a level that was shown; null where nothing of it was. */
const levels = defineList('comments', z.tuple([z.tuple([z.number().nullable(), EntryId]).nullable()]));

interface TreeOptions extends PageQuery {
  sort: CommentSort;
  depth: number;
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
    private readonly lists: Lists,
  ) {}

  /** Errors: `not_found`, `cursor_invalid`, `cursor_mismatch`. */
  async page(
    viewer: Viewer,
    entryId: EntryId,
    { sort, depth, limit, cursor }: TreeOptions,
  ): Promise<CommentPage> {
    const [key] =
      cursor === undefined ? [null] : this.lists.open(levels, scopeOf(viewer, entryId, sort), cursor);
    const after = key ? { rank: key[0], id: key[1] } : undefined;
    if (!(await this.queries.isShown(viewer.userId, entryId))) throw new ProblemError('not_found');
    const rows = await this.queries.page(viewer.userId, { parentId: entryId, sort, depth, after, limit });
    const views = await this.viewsOf(viewer, rows);
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
    const { root, comments } = await this.queries.path(viewer.userId, commentId);
    const own = comments.at(-1);
    if (!root?.seen || !own || !(own.seen || own.descendant_count > 0)) throw new ProblemError('not_found');
    const [rootView, path, replies] = await Promise.all([
      this.views.entry(viewer.userId, root),
      this.viewsOf(viewer, comments),
      this.page(viewer, commentId, {
        sort,
        depth: limits.commentDepth.default,
        limit: limits.page.default,
      }),
    ]);
    const comment = path.pop();
    if (!comment) throw new ProblemError('not_found');
    return { root: rootView, ancestors: path, comment, replies };
  }

  /** What is hidden from the viewer shows as a tombstone. */
  private async viewsOf(viewer: Viewer, rows: SeenRow<'comment'>[]): Promise<(Comment | Tombstone)[]> {
    const views = await this.views.entries(
      viewer.userId,
      rows.filter((row) => row.seen),
    );
    const seen = new Map(views.map((view) => [view.id, view]));
    return rows.map((row) => seen.get(row.id) ?? tombstoneView(row));
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
    return this.lists.seal(levels, scopeOf(viewer, entryId, sort), [last ? [last.rank, last.id] : null]);
  }
}

function scopeOf(viewer: Viewer, entryId: EntryId, sort: CommentSort) {
  return { viewerId: viewer.userId, filters: { entryId, sort } };
}
