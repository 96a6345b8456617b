import type { ChannelId, ChannelType, CommunityId, MessageId, ReadState, UserId } from '@plaza/contract';

interface ChannelReference {
  channelId: ChannelId;
  channelType: ChannelType;
  communityId: CommunityId | null;
}

interface MessageReference extends ChannelReference {
  messageId: MessageId;
  ordinal: number;
  authorId: UserId;
}

/** Those in whose list of conversations the channel is new. */
interface NewToPeople {
  newTo: UserId[];
}

declare module '../../platform/events/domain-events.js' {
  interface DomainEvents {
    /** Topics: `channel:<id>:messages`, and `user:<id>` of those to whom the channel is new. */
    'message.sent': MessageReference & NewToPeople;
    /** Topics: `channel:<id>:messages`. */
    'message.updated': MessageReference;
    'message.deleted': MessageReference;
    /** Topics: `channel:<id>`, and `community:<id>` or `user:<id>` of those to whom the channel is new. */
    'channel.created': ChannelReference & NewToPeople;
    /** Topics: `channel:<id>` and `community:<id>`. */
    'channel.updated': ChannelReference;
    'channel.deleted': ChannelReference;
    /** Overwrites changed: who may view or write has to be asked again, also where they are inherited. */
    'channel.access_changed': ChannelReference;
    /** A person lets others write to them than before. Topics: `channel:<id>` of their latest conversations. */
    'direct.setting_changed': { userId: UserId };
    /** Topics: `channel:<id>:messages` where marks are shared, else `user:<id>`: they are private. */
    'channel.read': ChannelReference & ReadState;
    'channel.delivered': ChannelReference & ReadState;
  }
}

/** For those who may view the channel. */
export const channelTopic = (channelId: ChannelId) => `channel:${channelId}`;

/** For those who may read its messages: messages, typing and shared marks. */
export const messagesTopic = (channelId: ChannelId) => `${channelTopic(channelId)}:messages`;
