import type {
  Channel,
  ChannelId,
  Comment,
  EntryId,
  MessageId,
  Post,
  SharedMessage,
  UserId,
  UserSummary,
} from '@plaza/contract';

const at = '2026-05-01T12:00:00.000Z';
const person: UserSummary = { id: 'ada' as UserId, username: 'ada', displayName: 'Ada' };

const entry = {
  author: person,
  body: 'Words',
  audience: 'public',
  mentions: [],
  counters: { up: 0, down: 0, replies: 0, descendants: 0 },
  createdAt: at,
  editedAt: null,
  viewer: { vote: 0, can: { edit: false, delete: false, comment: true, vote: true } },
} as const satisfies Partial<Post>;

export function samplePerson(id: string): UserSummary {
  return { id: id as UserId, username: id, displayName: id };
}

export function samplePost(id: string, changes: Partial<Post> = {}): Post {
  return { kind: 'post', id: id as EntryId, title: id, ...entry, mentions: [], ...changes };
}

export function sampleComment(id: string, rootId: string, changes: Partial<Comment> = {}): Comment {
  const ids = { id: id as EntryId, rootId: rootId as EntryId, parentId: rootId as EntryId };
  return { kind: 'comment', ...ids, depth: 1, ...entry, mentions: [], ...changes };
}

export function sampleMessage(ordinal: number, changes: Partial<SharedMessage> = {}): SharedMessage {
  return {
    id: `message-${ordinal}` as MessageId,
    channelId: 'general' as ChannelId,
    ordinal,
    author: person,
    body: `Message ${ordinal}`,
    replyTo: null,
    nonce: null,
    createdAt: at,
    editedAt: null,
    deletedAt: null,
    ...changes,
  };
}

export function sampleChannel(id: string, changes: Partial<Channel> = {}): Channel {
  return {
    id: id as ChannelId,
    type: 'text',
    communityId: null,
    name: id,
    topic: '',
    position: 0,
    slowModeSeconds: 0,
    peer: null,
    lastOrdinal: 0,
    lastMessageAt: null,
    createdAt: at,
    viewer: {
      readOrdinal: 0,
      unread: 0,
      permissions: '0',
      can: { send: true, manage: false, manageMessages: false },
      writeObstacle: null,
    },
    ...changes,
  };
}
