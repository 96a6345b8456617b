import { z } from 'zod';
import { UserSummary } from '../identity/views.js';
import {
  ChannelId,
  CommunityId,
  MessageId,
  PermissionSet,
  RoleId,
  Timestamp,
  text,
  UserId,
} from '../scalars.js';
import { messagingLimits } from './limits.js';

/** Types of channels that stand in a community; the others have members of their own. */
export const communityChannelTypes = ['text'] as const;
export type CommunityChannelType = (typeof communityChannelTypes)[number];

export const channelTypes = [...communityChannelTypes, 'direct'] as const;
export type ChannelType = (typeof channelTypes)[number];

export const overwriteTargets = ['role', 'member'] as const;
export const Overwrite = z
  .object({
    targetType: z.enum(overwriteTargets),
    targetId: z.union([RoleId, UserId]),
    allow: PermissionSet,
    deny: PermissionSet,
  })
  .meta({ id: 'Overwrite' });
export type Overwrite = z.infer<typeof Overwrite>;

/** Why the composer is closed; null where the viewer may write. */
export const writeObstacles = [
  'forbidden',
  'read_only',
  'not_mutual',
  'not_connected',
  'not_accepting',
  'blocked_or_unavailable',
] as const;
export type WriteObstacle = (typeof writeObstacles)[number];

export const Channel = z
  .object({
    id: ChannelId,
    type: z.enum(channelTypes),
    communityId: CommunityId.nullable(),
    name: z.string().nullable(),
    topic: z.string(),
    position: z.int(),
    slowModeSeconds: z.int(),
    /** The other person of a direct channel. */
    peer: UserSummary.nullable(),
    lastOrdinal: z.int(),
    lastMessageAt: Timestamp.nullable(),
    createdAt: Timestamp,
    viewer: z.object({
      readOrdinal: z.int(),
      unread: z.int(),
      permissions: PermissionSet,
      can: z.object({
        send: z.boolean(),
        manage: z.boolean(),
        manageMessages: z.boolean(),
      }),
      writeObstacle: z.enum(writeObstacles).nullable(),
    }),
  })
  .meta({ id: 'Channel' });
export type Channel = z.infer<typeof Channel>;

/** What of a channel is the same for all who may view it, as an event brings it to all of them. */
export const SharedChannel = Channel.omit({ peer: true, viewer: true }).meta({ id: 'SharedChannel' });
export type SharedChannel = z.infer<typeof SharedChannel>;

/** What one person may do in a channel now. */
export const ChannelPermissions = z
  .object({
    id: ChannelId,
    communityId: CommunityId.nullable(),
    viewer: Channel.shape.viewer.omit({ readOrdinal: true, unread: true }),
  })
  .meta({ id: 'ChannelPermissions' });
export type ChannelPermissions = z.infer<typeof ChannelPermissions>;

export const Message = z
  .object({
    id: MessageId,
    channelId: ChannelId,
    ordinal: z.int(),
    author: UserSummary,
    /** Empty once deleted. */
    body: z.string(),
    replyTo: MessageId.nullable(),
    nonce: z.string().nullable().meta({ description: 'For the author alone' }),
    createdAt: Timestamp,
    editedAt: Timestamp.nullable(),
    deletedAt: Timestamp.nullable(),
    viewer: z.object({ can: z.object({ edit: z.boolean(), delete: z.boolean() }) }),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

/** A message as an event brings it to all who may read it: what the viewer may do with it says `messageAbilities`. */
export const SharedMessage = Message.omit({ viewer: true }).meta({ id: 'SharedMessage' });
export type SharedMessage = z.infer<typeof SharedMessage>;

/** How far one member has received and read a channel; absent where they hide it. */
export const ReadState = z
  .object({ channelId: ChannelId, userId: UserId, deliveredOrdinal: z.int(), readOrdinal: z.int() })
  .meta({ id: 'ReadState' });
export type ReadState = z.infer<typeof ReadState>;

export const MessageDraft = z.strictObject({
  body: text(messagingLimits.messageBody),
  replyTo: MessageId.optional(),
  nonce: z.string().min(1).max(messagingLimits.nonce).optional(),
});
export type MessageDraft = z.infer<typeof MessageDraft>;
