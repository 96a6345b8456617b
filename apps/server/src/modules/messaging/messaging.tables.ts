import type { ChannelId, ChannelType, CommunityId, MessageId, RoleId, UserId } from '@plaza/contract';
import type { Defaulted } from '../../platform/database/tables.js';

interface ChannelsTable {
  id: ChannelId;
  type: ChannelType;
  community_id: CommunityId | null;
  name: string | null;
  topic: Defaulted<string>;
  position: Defaulted<number>;
  slow_mode_seconds: Defaulted<number>;
  lower_user_id: UserId | null;
  higher_user_id: UserId | null;
  last_ordinal: Defaulted<number>;
  last_message_at: Date | null;
  created_at: Date;
  deleted_at: Date | null;
}

interface OverwritesTable {
  channel_id: ChannelId;
  target_type: 'role' | 'member';
  role_id: RoleId | null;
  user_id: UserId | null;
  allow: bigint;
  deny: bigint;
}

interface ChannelMembersTable {
  channel_id: ChannelId;
  user_id: UserId;
  delivered_ordinal: Defaulted<number>;
  read_ordinal: Defaulted<number>;
  own_since_read: Defaulted<number>;
  latest_at: Date | null;
}

interface MessagesTable {
  id: MessageId;
  channel_id: ChannelId;
  ordinal: number;
  author_id: UserId;
  body: string;
  reply_to: MessageId | null;
  nonce: string | null;
  draft_digest: Buffer | null;
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
}

declare module '../../platform/database/tables.js' {
  interface Tables {
    channels: ChannelsTable;
    overwrites: OverwritesTable;
    channel_members: ChannelMembersTable;
    messages: MessagesTable;
  }
}
