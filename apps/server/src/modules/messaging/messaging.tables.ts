import type { ChannelId, ChannelType, CommunityId, MessageId, RoleId, UserId } from '@plaza/contract';
import type { Defaulted } from '../../platform/database/tables.js';

/** Holds the names that `channel-types.ts` describes. */
interface ChannelTypesTable {
  name: ChannelType;
}

interface ChannelsTable {
  id: ChannelId;
  type: ChannelType;
  community_id: CommunityId | null;
  parent_id: ChannelId | null;
  overwrites_from: ChannelId | null;
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

/** The members of channels that have members of their own. */
interface ChannelMembersTable {
  channel_id: ChannelId;
  user_id: UserId;
  joined_at: Date;
  role: Defaulted<'owner' | 'member'>;
  notification_level: Defaulted<'all' | 'mentions' | 'none'>;
  latest_at: Date | null;
}

interface ReadStatesTable {
  channel_id: ChannelId;
  user_id: UserId;
  delivered_ordinal: Defaulted<number>;
  read_ordinal: Defaulted<number>;
  /** How many of their own messages stand above the read ordinal: they are never unread. */
  own_unread_offset: Defaulted<number>;
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
    channel_types: ChannelTypesTable;
    channels: ChannelsTable;
    overwrites: OverwritesTable;
    channel_members: ChannelMembersTable;
    read_states: ReadStatesTable;
    messages: MessagesTable;
  }
}
