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

interface PointerReference extends ChannelReference {
  userId: UserId;
  deliveredOrdinal: number;
  readOrdinal: number;
}

declare module '../../platform/events/domain-events.js' {
  interface DomainEvents {
    /** Topics: `channel:<id>:messages`, and `user:<id>` of those for whom a direct channel begins with it. */
    'message.sent': MessageReference & { newTo: UserId[] };
    /** Topics: `channel:<id>:messages`. */
    'message.updated': MessageReference;
    'message.deleted': MessageReference;
    /** Topics: `channel:<id>`, and `community:<id>`; of a direct channel `user:<id>` of the one in whose list it is new. */
    'channel.created': ChannelReference;
    'channel.updated': ChannelReference;
    'channel.deleted': ChannelReference;
    /** Overwrites changed: who may view or write has to be asked again. */
    'channel.access_changed': ChannelReference;
    /** A person lets others write to them than before. Topics: `channel:<id>` of their latest direct channels. */
    'direct.setting_changed': { userId: UserId };
    /** Topics: `channel:<id>:messages` of a direct channel; in a community `user:<id>`, because marks there are nobody else's business. */
    'channel.read': PointerReference;
    'channel.delivered': PointerReference;
  }
}

/** For those who may view the channel. */
export const channelTopic = (channelId: ChannelId) => `channel:${channelId}`;

/** For those who may read its messages: messages, typing and the marks of a direct channel. */
export const messagesTopic = (channelId: ChannelId) => `${channelTopic(channelId)}:messages`;
