import type { ChannelId, CommunityId, MessageId, UserId } from '@plaza/contract';

interface ChannelReference {
  channelId: ChannelId;
  communityId: CommunityId | null;
}

interface MessageReference extends ChannelReference {
  messageId: MessageId;
  ordinal: number;
  authorId: UserId;
}

interface PointerReference {
  channelId: ChannelId;
  userId: UserId;
  deliveredOrdinal: number;
  readOrdinal: number;
}

declare module '../../platform/events/domain-events.js' {
  /** Topics of all: `channel:<id>`; of those about a community's channel also `community:<id>`. */
  interface DomainEvents {
    'message.sent': MessageReference;
    'message.updated': MessageReference;
    'message.deleted': MessageReference;
    /** A direct channel also has `user:<id>` of both. */
    'channel.created': ChannelReference;
    'channel.updated': ChannelReference;
    'channel.deleted': ChannelReference;
    /** Overwrites changed: who may view or write has to be asked again. */
    'channel.access_changed': ChannelReference;
    'channel.read': PointerReference;
    'channel.delivered': PointerReference;
  }
}
