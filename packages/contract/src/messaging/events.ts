import { z } from 'zod';
import { event } from '../event.js';
import { UserSummary } from '../identity/views.js';
import { ChannelId, CommunityId, MessageId, Timestamp } from '../scalars.js';
import { messagingLimits } from './limits.js';
import { Channel, ChannelPermissions, ReadState, SharedChannel, SharedMessage } from './views.js';

const ChannelReference = z.object({ id: ChannelId, communityId: CommunityId.nullable() });

export const messagingEvents = {
  'message.sent': event({
    summary: 'A message was sent',
    payload: SharedMessage,
    replayed: true,
    scope: 'messages:read',
  }),
  'message.updated': event({
    summary: 'A message was edited',
    payload: SharedMessage,
    replayed: true,
    scope: 'messages:read',
  }),
  'message.deleted': event({
    summary: 'A message was deleted',
    payload: z.object({ id: MessageId, channelId: ChannelId, ordinal: z.int(), deletedAt: Timestamp }),
    replayed: true,
    scope: 'messages:read',
  }),
  'channel.created': event({
    summary: 'A channel is there',
    payload: Channel,
    replayed: true,
    scope: 'communities:read',
  }),
  'channel.updated': event({
    summary: 'A channel changed',
    payload: SharedChannel,
    replayed: true,
    scope: 'communities:read',
  }),
  'channel.permissions': event({
    summary: 'What the viewer may do in a channel has changed',
    payload: ChannelPermissions,
    replayed: true,
    scope: 'communities:read',
  }),
  'channel.deleted': event({
    summary: 'A channel is gone, or the viewer may no longer view it',
    payload: ChannelReference,
    replayed: true,
    scope: 'communities:read',
  }),
  'channel.read': event({
    summary: 'A read mark moved',
    payload: ReadState,
    replayed: true,
    scope: 'messages:read',
  }),
  'channel.delivered': event({
    summary: 'A delivered mark moved',
    payload: ReadState,
    replayed: true,
    scope: 'messages:read',
  }),
  'user.typing': event({
    summary: 'Someone is typing; ends after 10 s or with their message',
    payload: z.object({ channelId: ChannelId, user: UserSummary, expiresAt: Timestamp }),
    replayed: false,
    scope: 'messages:read',
  }),
};

/** The part of messaging in `ready`. */
export const messagingReady = {
  channels: z.array(Channel).max(messagingLimits.channelsPerSocket),
};
