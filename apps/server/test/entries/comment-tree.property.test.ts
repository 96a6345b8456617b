import type { CommentNode, CommentSort, EntryId, UserId } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Audience } from '../../src/modules/entries/audience/audience.js';
import { CommentTree } from '../../src/modules/entries/comments/comment-tree.js';
import { CommentTreeQueries } from '../../src/modules/entries/comments/comment-tree.queries.js';
import { EntryViews } from '../../src/modules/entries/entries.views.js';
import { EntryParts } from '../../src/modules/entries/entry-parts.js';
import { best, controversial, score } from '../../src/modules/entries/rankings.js';
import { UserDirectory } from '../../src/modules/identity/index.js';
import type { SignedInViewer } from '../../src/platform/http/viewer.js';
import { Lists } from '../../src/platform/lists/lists.js';
import { accountRow } from '../audience/random-world.js';
import { openTestPlatform } from '../support/test-platform.js';

const context = await openTestPlatform();
const tree = new CommentTree(
  new CommentTreeQueries(context.database, new Audience(context.database, context.clock)),
  new EntryViews(new UserDirectory(context.database, context.settings), new EntryParts()),
  new Lists(context.settings),
);

interface Drawn {
  below: number;
  author: 'somebody' | 'blocked' | 'suspended';
  isDeleted: boolean;
  up: number;
  down: number;
}

interface Planted extends Omit<Drawn, 'below'> {
  id: EntryId;
  parentId: EntryId;
  children: Planted[];
}

const drawn = fc.record<Drawn>({
  // Low numbers often: trees that are bushy at the top and deep somewhere.
  below: fc.oneof(fc.nat(3), fc.nat(60)),
  author: fc.constantFrom('somebody', 'somebody', 'somebody', 'blocked', 'suspended'),
  isDeleted: fc.boolean(),
  up: fc.nat(4),
  down: fc.nat(4),
});
const trees = fc.array(drawn, { maxLength: 60 });

interface Grove {
  rootId: EntryId;
  viewer: SignedInViewer;
  planted: Planted[];
  first: Planted[];
}

async function plant(drafts: Drawn[]): Promise<Grove> {
  const now = context.clock.now();
  const authors = {
    somebody: context.ids.next<UserId>(),
    blocked: context.ids.next<UserId>(),
    suspended: context.ids.next<UserId>(),
  };
  const viewerId = context.ids.next<UserId>();
  const rootId = context.ids.next<EntryId>();
  const planted: Planted[] = [];
  const first: Planted[] = [];
  for (const { below, ...traits } of drafts) {
    const parent = below === 0 ? undefined : planted[(below - 1) % Math.max(planted.length, 1)];
    const comment = {
      id: context.ids.next<EntryId>(),
      parentId: parent?.id ?? rootId,
      children: [],
      ...traits,
    };
    planted.push(comment);
    (parent?.children ?? first).push(comment);
  }
  await context.database.transaction(async (tx) => {
    for (const [name, id] of [...Object.entries(authors), ['viewer', viewerId] as const]) {
      const status = name === 'suspended' ? 'suspended' : 'active';
      await tx
        .insertInto('users')
        .values({ ...accountRow(id, now), status })
        .execute();
    }
    await tx
      .insertInto('blocks')
      .values({ blocker_id: authors.blocked, blocked_id: viewerId, created_at: now })
      .execute();
    await tx
      .insertInto('entries')
      .values({
        id: rootId,
        kind: 'post',
        author_id: authors.somebody,
        audience: 'public',
        title: 'Title',
        body: 'Body',
        root_id: rootId,
        parent_id: null,
        created_at: now,
      })
      .execute();
    for (const { id, parentId, author, isDeleted, up, down, children } of planted) {
      await tx
        .insertInto('entries')
        .values({
          id,
          kind: 'comment',
          author_id: authors[author],
          audience: null,
          title: null,
          body: 'Body',
          root_id: rootId,
          parent_id: parentId,
          up,
          down,
          reply_count: children.filter((child) => !child.isDeleted).length,
          descendant_count: below(children).filter((child) => !child.isDeleted).length,
          created_at: now,
          deleted_at: isDeleted ? now : null,
        })
        .execute();
    }
  });
  return { rootId, viewer: { userId: viewerId } as SignedInViewer, planted, first };
}

function below(comments: Planted[]): Planted[] {
  return comments.flatMap((comment) => [comment, ...below(comment.children)]);
}

const isSeen = (comment: Planted) => comment.author === 'somebody' && !comment.isDeleted;
const isShown = (comment: Planted) =>
  isSeen(comment) || below(comment.children).some((child) => !child.isDeleted);

const rankBy: Record<CommentSort, (comment: Planted) => number> = {
  best,
  top: score,
  controversial,
  new: () => 0,
  old: () => 0,
};

function sorted(comments: Planted[], sort: CommentSort): Planted[] {
  const rank = rankBy[sort];
  const newer = (one: Planted, other: Planted) => (one.id < other.id ? 1 : -1);
  const order = [...comments].sort((one, other) => rank(other) - rank(one) || newer(one, other));
  return (sort === 'old' ? order.reverse() : order).filter(isShown);
}

interface Line {
  id: EntryId;
  isTombstone: boolean;
  hasMore: boolean;
}

/** The page as reference d.4 describes it. */
function expectedPage(comments: Planted[], sort: CommentSort, depth: number, limit: number): Line[] {
  return sorted(comments, sort)
    .slice(0, limit)
    .flatMap((comment) => {
      const replies = sorted(comment.children, sort);
      const isCut =
        depth === 1 ? below(comment.children).some((child) => !child.isDeleted) : replies.length > 3;
      return [
        { id: comment.id, isTombstone: !isSeen(comment), hasMore: isCut },
        ...(depth === 1 ? [] : expectedPage(comment.children, sort, depth - 1, 3)),
      ];
    });
}

const lineOf = ({ entry, more }: CommentNode): Line => ({
  id: entry.id,
  isTombstone: entry.kind === 'tombstone',
  hasMore: more !== null,
});

const sorts = fc.constantFrom<CommentSort>('best', 'top', 'new', 'old', 'controversial');

describe('the comment tree', () => {
  it('shows the first replies of each level in display order, and says where there is more', async () => {
    await fc.assert(
      fc.asyncProperty(
        trees,
        sorts,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 8 }),
        async (drafts, sort, depth, limit) => {
          const { rootId, viewer, first } = await plant(drafts);
          const page = await tree.page(viewer, rootId, { sort, depth, limit });
          expect(page.items.map(lineOf)).toEqual(expectedPage(first, sort, depth, limit));
          expect(page.nextCursor !== null).toBe(sorted(first, sort).length > limit);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives every comment exactly once to who opens everything', async () => {
    await fc.assert(
      fc.asyncProperty(trees, sorts, fc.integer({ min: 1, max: 4 }), async (drafts, sort, depth) => {
        const { rootId, viewer, first } = await plant(drafts);
        const found: EntryId[] = [];
        const open = async (entryId: EntryId, cursor?: string): Promise<void> => {
          const page = await tree.page(viewer, entryId, { sort, depth, limit: 2, cursor });
          for (const { entry, more } of page.items) {
            found.push(entry.id);
            if (more) await open(entry.id, more.cursor);
          }
          if (page.nextCursor) await open(entryId, page.nextCursor);
        };
        await open(rootId);
        const shown = (comments: Planted[]): EntryId[] =>
          comments.filter(isShown).flatMap((comment) => [comment.id, ...shown(comment.children)]);
        expect(found.sort()).toEqual(shown(first).sort());
      }),
      { numRuns: 25 },
    );
  });
});
