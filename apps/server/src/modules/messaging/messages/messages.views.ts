import { Injectable } from '@nestjs/common';
import type { Message, UserId, UserSummary } from '@plaza/contract';
import type { Viewer } from '../../../platform/http/viewer.js';
import { UserDirectory } from '../../identity/index.js';
import type { MessageRow } from './message-rows.js';

/** What a viewer may do to the messages of a channel. */
export interface MessageRights {
  /** Write there now: one's own messages can be edited as long as that holds. */
  mayWrite: boolean;
  /** Delete those of others. */
  mayManage: boolean;
}

/** Message rows as the contract shows them; one query for the names of all authors. */
@Injectable()
export class MessagesViews {
  constructor(private readonly users: UserDirectory) {}

  /** One view per row, in their order. */
  async messages(viewer: Viewer, rows: MessageRow[], rights: MessageRights): Promise<Message[]> {
    const authors = await this.authorsOf(rows);
    return rows.map((row) => messageFor(viewer.userId, row, authorOf(row, authors), rights));
  }

  async authorsOf(rows: MessageRow[]): Promise<Map<UserId, UserSummary>> {
    return this.users.summaries(rows.map((row) => row.author_id));
  }
}

/** A message as one viewer sees it; null for those who did not write it. */
export function messageFor(
  viewerId: UserId | null,
  row: MessageRow,
  author: UserSummary,
  { mayWrite, mayManage }: MessageRights,
): Message {
  const isOwn = row.author_id === viewerId;
  const isThere = row.deleted_at === null;
  return {
    id: row.id,
    channelId: row.channel_id,
    ordinal: row.ordinal,
    author,
    body: row.body,
    replyTo: row.reply_to,
    nonce: isOwn ? row.nonce : null,
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    viewer: { can: { edit: isThere && isOwn && mayWrite, delete: isThere && (isOwn || mayManage) } },
  };
}

export function authorOf(row: MessageRow, authors: Map<UserId, UserSummary>): UserSummary {
  const author = authors.get(row.author_id);
  if (!author) throw new Error(`The message ${row.id} has no author`);
  return author;
}
