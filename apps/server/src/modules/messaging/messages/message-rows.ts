import type { ChannelId, MessageId, UserId } from '@plaza/contract';
import { sql } from 'kysely';

export interface MessageRow {
  id: MessageId;
  channel_id: ChannelId;
  ordinal: number;
  author_id: UserId;
  body: string;
  reply_to: MessageId | null;
  nonce: string | null;
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
}

/** The columns of a message row, read from `messages m`. */
export const messageColumns = sql`
  m.id, m.channel_id, m.ordinal, m.author_id, m.body, m.reply_to, m.nonce,
  m.created_at, m.edited_at, m.deleted_at
`;
