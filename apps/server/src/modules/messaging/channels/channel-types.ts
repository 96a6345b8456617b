import type { ChannelType, CommunityId } from '@plaza/contract';

/** What channels of one type are and do. */
export interface ChannelTypeTraits {
  /** Who belongs to it: the members of its community, or members of its own. */
  members: 'community' | 'own';
  /** Whether roles and overwrites decide what its members may do; else all of them may do the same. */
  hasOverwrites: boolean;
  /** Whether it shows who is typing. */
  takesTyping: boolean;
  /** Who sees how far a member has received and read: all members, or that member alone. */
  marks: 'shared' | 'own';
  /** Whether its members are notified of every message. */
  notifiesEveryMessage: boolean;
  /** Whether its members have it in their list of conversations, the latest message first. */
  isConversation: boolean;
}

/** Code branches on the type of a channel only through this table; a new type is a row here and what is truly its own. */
export const channelTypes: Record<ChannelType, ChannelTypeTraits> = {
  text: {
    members: 'community',
    hasOverwrites: true,
    takesTyping: true,
    marks: 'own',
    notifiesEveryMessage: false,
    isConversation: false,
  },
  direct: {
    members: 'own',
    hasOverwrites: false,
    takesTyping: true,
    marks: 'shared',
    notifiesEveryMessage: true,
    isConversation: true,
  },
};

/** The types that have a property. */
export function typesWhere(has: (traits: ChannelTypeTraits) => boolean): ChannelType[] {
  return (Object.keys(channelTypes) as ChannelType[]).filter((type) => has(channelTypes[type]));
}

/** The community whose roles and overwrites decide in a channel; null where nothing of the kind does. */
export function governingCommunity(channel: {
  type: ChannelType;
  community_id: CommunityId | null;
}): CommunityId | null {
  return channelTypes[channel.type].hasOverwrites ? channel.community_id : null;
}
