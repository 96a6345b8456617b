import { Injectable } from '@nestjs/common';
import {
  type Message,
  messageAbilities,
  type SharedMessage,
  type UserId,
  type UserSummary,
} from '@plaza/contract';
import type { Viewer } from '../../../platform/http/viewer.js';
import { UserDirectory } from '../../identity/index.js';
import type { MessageRow } from './message-rows.js';

/** Message rows as the contract shows them; one query for the names of all authors. */
@Injectable()
export class MessagesViews {
  constructor(private readonly users: UserDirectory) {}

  /** One view per row, in their order; `permissions` are the viewer's in the channel of all of them. */
  async messages(viewer: Viewer, rows: MessageRow[], permissions: bigint): Promise<Message[]> {
    const authors = await this.authorsOf(rows);
    return rows.map((row) => messageFor(viewer.userId, row, authorOf(row, authors), permissions));
  }

  async authorsOf(rows: MessageRow[]): Promise<Map<UserId, UserSummary>> {
    return this.users.summaries(rows.map((row) => row.author_id));
  }
}

/** A message as one viewer sees it; null for those who are not signed in. */
export function messageFor(
  viewerId: UserId | null,
  row: MessageRow,
  author: UserSummary,
  permissions: bigint,
): Message {
  const isOwn = row.author_id === viewerId;
  return {
    ...sharedMessage(row, author),
    nonce: isOwn ? row.nonce : null,
    viewer: {
      can: row.deleted_at === null ? messageAbilities(permissions, isOwn) : { edit: false, delete: false },
    },
  };
}

/** A message as it is for everybody who may read it. */
export function sharedMessage(row: MessageRow, author: UserSummary): SharedMessage {
  return {
    id: row.id,
    channelId: row.channel_id,
    ordinal: row.ordinal,
    author,
    body: row.body,
    replyTo: row.reply_to,
    nonce: null,
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}

export function authorOf(row: MessageRow, authors: Map<UserId, UserSummary>): UserSummary {
  const author = authors.get(row.author_id);
  if (!author) throw new Error(`The message ${row.id} has no author`);
  return author;
}
