import { z } from 'zod';
import { ChangedChannel, Channel } from './channels.js';
import { Community, Member } from './communities.js';
import { EntryCounters, entryKinds } from './entries.js';
import { UserSummary } from './identity.js';
import { limits } from './limits.js';
import { Message, MessageDraft, Pointer } from './messaging.js';
import { Notification, UnreadSummary } from './notifications.js';
import type { RateLimitClass, Scope } from './operation.js';
import { Role } from './roles.js';
import { ChannelId, CommunityId, Cursor, EntryId, MessageId, RoleId, Timestamp, UserId } from './scalars.js';

export interface EventShape {
  readonly summary: string;
  readonly payload: z.ZodType;
  /** Kept in the log and replayed to a client that was away; the others are signals of the moment. */
  readonly replayed: boolean;
  /** A socket whose token lacks it does not get the event. */
  readonly scope: Scope | null;
}

function event<const Shape extends EventShape>(shape: Shape): Shape {
  return shape;
}

const EntryReference = z.object({
  id: EntryId,
  kind: z.enum(entryKinds),
  rootId: EntryId,
  parentId: EntryId.nullable(),
  author: UserSummary,
});
const ChannelReference = z.object({ id: ChannelId, communityId: CommunityId.nullable() });
const MemberReference = z.object({ communityId: CommunityId, userId: UserId });

export const presenceStates = ['online', 'idle', 'dnd', 'offline'] as const;
export type PresenceState = (typeof presenceStates)[number];
/** What a person may choose; `invisible` looks offline to all others. */
export const presenceChoices = ['online', 'idle', 'dnd', 'invisible'] as const;
export type PresenceChoice = (typeof presenceChoices)[number];

const Presence = z.object({ userId: UserId, lastSeenAt: Timestamp.nullable() });

export const Ready = z
  .object({
    user: UserSummary,
    channels: z.array(Channel).max(limits.channelsPerSocket),
    unread: UnreadSummary,
    presence: z.enum(presenceChoices).meta({ description: 'What the person chose that others see' }),
    cursor: Cursor,
    resumed: z.boolean().meta({ description: 'False: too long away; load the views anew' }),
  })
  .meta({ id: 'Ready' });
export type Ready = z.infer<typeof Ready>;

export const events = {
  ready: event({ summary: 'Connected', payload: Ready, replayed: false, scope: null }),
  'session.revoked': event({
    summary: 'The last event before the server closes the socket',
    payload: z.object({ reason: z.string() }),
    replayed: false,
    scope: null,
  }),
  'message.sent': event({
    summary: 'A message was sent',
    payload: Message,
    replayed: true,
    scope: 'messages:read',
  }),
  'message.updated': event({
    summary: 'A message was edited',
    payload: Message,
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
    summary: 'A channel changed, or what the viewer may do in it',
    payload: ChangedChannel,
    replayed: true,
    scope: 'communities:read',
  }),
  'channel.deleted': event({
    summary: 'A channel is gone, or out of the viewer’s sight',
    payload: ChannelReference,
    replayed: true,
    scope: 'communities:read',
  }),
  'channel.read': event({
    summary: 'A read mark moved',
    payload: Pointer,
    replayed: true,
    scope: 'messages:read',
  }),
  'channel.delivered': event({
    summary: 'A delivered mark moved',
    payload: Pointer,
    replayed: true,
    scope: 'messages:read',
  }),
  'user.typing': event({
    summary: 'Someone is typing; ends after 10 s or with their message',
    payload: z.object({ channelId: ChannelId, user: UserSummary, expiresAt: Timestamp }),
    replayed: false,
    scope: 'messages:read',
  }),
  'user.online': event({
    summary: 'Online, or on do-not-disturb',
    payload: Presence.extend({ status: z.enum(['online', 'dnd']) }),
    replayed: false,
    scope: 'profile:read',
  }),
  'user.idle': event({ summary: 'Idle', payload: Presence, replayed: false, scope: 'profile:read' }),
  'user.offline': event({ summary: 'Offline', payload: Presence, replayed: false, scope: 'profile:read' }),
  'user.updated': event({
    summary: 'A profile changed',
    payload: UserSummary,
    replayed: false,
    scope: 'profile:read',
  }),
  'entry.created': event({
    summary: 'A new entry; fetch it for its content',
    payload: EntryReference,
    replayed: true,
    scope: 'posts:read',
  }),
  'entry.updated': event({
    summary: 'An entry was edited',
    payload: EntryReference,
    replayed: true,
    scope: 'posts:read',
  }),
  'entry.deleted': event({
    summary: 'An entry is gone, or out of the viewer’s sight',
    payload: EntryReference.omit({ author: true }),
    replayed: true,
    scope: 'posts:read',
  }),
  'entry.counters': event({
    summary: 'Votes or answers were counted',
    payload: z.object({ id: EntryId, counters: EntryCounters }),
    replayed: true,
    scope: 'posts:read',
  }),
  'notification.created': event({
    summary: 'A notification is new, or a grouped one grew',
    payload: z.object({ notification: Notification, unread: UnreadSummary }),
    replayed: true,
    scope: 'notifications:read',
  }),
  'notification.read': event({
    summary: 'Unread counts went down',
    payload: UnreadSummary,
    replayed: true,
    scope: 'notifications:read',
  }),
  'member.joined': event({
    summary: 'A member joined',
    payload: MemberReference,
    replayed: true,
    scope: 'communities:read',
  }),
  'member.left': event({
    summary: 'A member left or was removed',
    payload: MemberReference,
    replayed: true,
    scope: 'communities:read',
  }),
  'member.updated': event({
    summary: 'Roles, nickname or time-out of a member changed',
    payload: Member.extend({ communityId: CommunityId }),
    replayed: true,
    scope: 'communities:read',
  }),
  'role.created': event({
    summary: 'A role is there',
    payload: Role,
    replayed: true,
    scope: 'communities:read',
  }),
  'role.updated': event({
    summary: 'A role changed',
    payload: Role,
    replayed: true,
    scope: 'communities:read',
  }),
  'role.deleted': event({
    summary: 'A role is gone',
    payload: z.object({ id: RoleId, communityId: CommunityId }),
    replayed: true,
    scope: 'communities:read',
  }),
  'community.updated': event({
    summary: 'A community changed',
    payload: Community.omit({ viewer: true }),
    replayed: true,
    scope: 'communities:read',
  }),
  'community.deleted': event({
    summary: 'A community is gone, or the viewer no longer belongs to it',
    payload: z.object({ id: CommunityId }),
    replayed: true,
    scope: 'communities:read',
  }),
};

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]['payload']>;

export interface CommandShape {
  readonly summary: string;
  readonly scope: Scope | null;
  /** Counted together with the HTTP operations of the same class. */
  readonly limit: RateLimitClass;
  readonly data: z.ZodObject;
  readonly answer: z.ZodType;
}

function command<const Shape extends CommandShape>(shape: Shape): Shape {
  return shape;
}

export const Topic = z
  .string()
  .max(80)
  .regex(/^(feed:home|feed:public|entry:[0-9a-f-]{36}|user:[0-9a-f-]{36}:presence)$/, {
    error: 'Not a topic',
  });

const Topics = z.strictObject({ topics: z.array(Topic).min(1).max(limits.topicsPerSocket) });
const Nothing = z.object({});

export const commands = {
  'message.send': command({
    summary: 'As POST /channels/{channelId}/messages',
    scope: 'messages:write',
    limit: 'message',
    data: MessageDraft.extend({ channelId: ChannelId }),
    answer: Message,
  }),
  'message.sendDirect': command({
    summary:
      'The short form { recipientId, messageText } of the plain gateway: opens the direct channel and sends',
    scope: 'messages:write',
    limit: 'message',
    data: z.object({ recipientId: UserId, messageText: MessageDraft.shape.body }),
    answer: Message,
  }),
  'typing.start': command({
    summary: 'Tell the others that the viewer is typing',
    scope: 'messages:write',
    limit: 'signal',
    data: z.strictObject({ channelId: ChannelId }),
    answer: Nothing,
  }),
  'presence.set': command({
    summary: 'Choose what others see',
    scope: 'profile:write',
    limit: 'signal',
    data: z.strictObject({ status: z.enum(presenceChoices) }),
    answer: Nothing,
  }),
  'channel.read': command({
    summary: 'As PUT /channels/{channelId}/read',
    scope: 'messages:write',
    limit: 'signal',
    data: z.strictObject({ channelId: ChannelId, messageId: MessageId }),
    answer: Pointer,
  }),
  subscribe: command({
    summary: 'Ask for more topics; the answer names those that were granted',
    scope: null,
    limit: 'read',
    data: Topics.extend({
      since: Cursor.optional().meta({
        description: 'Where these topics were last heard; what they had since then is sent before the answer',
      }),
    }),
    answer: z.object({
      granted: z.array(Topic),
      refused: z.array(Topic),
      resumed: z.boolean().meta({ description: 'False without `since`, and where it is too long ago' }),
    }),
  }),
  unsubscribe: command({
    summary: 'Let topics go',
    scope: null,
    limit: 'read',
    data: Topics,
    answer: Nothing,
  }),
};

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['data']>;
export type CommandData<Name extends CommandName> = z.output<(typeof commands)[Name]['data']>;
export type CommandAnswer<Name extends CommandName> = z.output<(typeof commands)[Name]['answer']>;
