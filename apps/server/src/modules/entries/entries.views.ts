import { Injectable } from '@nestjs/common';
import type { Comment, Entry, EntryId, Post, Tombstone, UserId, UserSummary } from '@plaza/contract';
import { UserDirectory } from '../identity/index.js';
import { abilities } from './entries.policy.js';
import type { EntryRow } from './entries.rows.js';

type People = Map<UserId, UserSummary>;

/** Rows as the contract shows them to one viewer; one query for all people in them. */
@Injectable()
export class EntryViews {
  constructor(private readonly users: UserDirectory) {}

  async entry(viewerId: UserId | null, row: EntryRow): Promise<Entry> {
    return row.kind === 'post' ? this.post(viewerId, row) : this.comment(viewerId, row);
  }

  async posts(viewerId: UserId | null, rows: EntryRow[]): Promise<Post[]> {
    const people = await this.peopleIn(rows);
    return rows.map((row) => postView(viewerId, row, people));
  }

  async post(viewerId: UserId | null, row: EntryRow): Promise<Post> {
    return postView(viewerId, row, await this.peopleIn([row]));
  }

  async comment(viewerId: UserId | null, row: EntryRow): Promise<Comment> {
    return commentView(viewerId, row, await this.peopleIn([row]));
  }

  /** What is hidden from the viewer shows as a tombstone. */
  async commentsOrTombstones(
    viewerId: UserId | null,
    rows: (EntryRow & { seen: boolean })[],
  ): Promise<(Comment | Tombstone)[]> {
    const people = await this.peopleIn(rows.filter((row) => row.seen));
    return rows.map((row) => (row.seen ? commentView(viewerId, row, people) : tombstoneView(row)));
  }

  private peopleIn(rows: EntryRow[]): Promise<People> {
    return this.users.summaries(rows.flatMap((row) => [row.author_id, ...row.mentioned]));
  }
}

function postView(viewerId: UserId | null, row: EntryRow, people: People): Post {
  return { kind: 'post', title: row.title ?? '', ...baseView(viewerId, row, people) };
}

function commentView(viewerId: UserId | null, row: EntryRow, people: People): Comment {
  return { kind: 'comment', ...placeOf(row), ...baseView(viewerId, row, people) };
}

function tombstoneView(row: EntryRow): Tombstone {
  return {
    kind: 'tombstone',
    id: row.id,
    ...placeOf(row),
    reason: row.removed_at ? 'removed' : 'deleted',
    counters: { replies: row.reply_count, descendants: row.descendant_count },
    createdAt: row.created_at.toISOString(),
  };
}

function placeOf(row: EntryRow): { rootId: EntryId; parentId: EntryId; depth: number } {
  return { rootId: row.root_id, parentId: row.parent_id ?? gone(row), depth: row.depth };
}

function baseView(viewerId: UserId | null, row: EntryRow, people: People) {
  return {
    id: row.id,
    author: people.get(row.author_id) ?? gone(row),
    body: row.body,
    audience: row.audience,
    mentions: row.mentioned.flatMap((id) => people.get(id) ?? []),
    counters: countersOf(row),
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    viewer: { vote: row.vote ?? 0, can: abilities(viewerId, row) },
  };
}

export function countersOf(row: Pick<EntryRow, 'up' | 'down' | 'reply_count' | 'descendant_count'>) {
  return { up: row.up, down: row.down, replies: row.reply_count, descendants: row.descendant_count };
}

/** Foreign keys forbid it; between two statements of one read an erasure may still come. */
function gone(row: EntryRow): never {
  throw new Error(`The entry ${row.id} lost its author or its parent while it was read`);
}
