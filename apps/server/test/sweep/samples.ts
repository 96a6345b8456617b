import type { CallInput, OperationShape, Operations } from '@plaza/contract';
import { password } from '../support/world.js';
import type { Scene } from './scene.js';

type Samples = {
  [Area in keyof Operations]: {
    [Name in keyof Operations[Area]]: Operations[Area][Name] extends infer Shape extends OperationShape
      ? (scene: Scene) => CallInput<Shape>
      : never;
  };
};

const nothing = () => ({});
let made = 0;
const fresh = () => {
  made += 1;
  return `sweep_${made}${process.pid}`;
};

/** A valid request for every operation, as Ada would send it. An operation without a sample does not compile. */
export const samples: Samples = {
  auth: {
    register: () => {
      const username = fresh();
      return { body: { username, email: `${username}@example.org`, password } };
    },
    login: ({ ada }) => ({ body: { login: ada.username, password } }),
    refresh: () => ({ body: { refreshToken: 'not-a-token' } }),
    logout: nothing,
    sessions: () => ({ query: {} }),
    revokeSession: ({ postId }) => ({ params: { sessionId: postId } }),
    revokeOtherSessions: nothing,
    changePassword: () => ({ body: { currentPassword: password, newPassword: 'another good password' } }),
    forgotPassword: () => ({ body: { email: 'nobody@example.org' } }),
    resetPassword: () => ({ body: { token: 'not-a-token', password: 'another good password' } }),
    verifyEmail: () => ({ body: { token: 'not-a-token' } }),
    resendVerification: nothing,
    changeEmail: () => ({ body: { email: `${fresh()}@example.org`, currentPassword: password } }),
    undoEmailChange: () => ({ body: { token: 'not-a-token' } }),
  },
  users: {
    me: nothing,
    updateMe: () => ({ body: { bio: 'Something' } }),
    get: ({ bob }) => ({ params: { idOrUsername: bob.username } }),
  },
  graph: {
    follow: ({ bob }) => ({ params: { userId: bob.id } }),
    unfollow: ({ bob }) => ({ params: { userId: bob.id } }),
    followers: ({ bob }) => ({ params: { userId: bob.id }, query: {} }),
    following: ({ bob }) => ({ params: { userId: bob.id }, query: {} }),
    followRequests: () => ({ query: {} }),
    acceptFollowRequest: ({ bob }) => ({ params: { userId: bob.id } }),
    rejectFollowRequest: ({ bob }) => ({ params: { userId: bob.id } }),
    block: ({ bob }) => ({ params: { userId: bob.id } }),
    unblock: ({ bob }) => ({ params: { userId: bob.id } }),
    blocks: () => ({ query: {} }),
  },
  posts: {
    create: () => ({ body: { title: 'Another', body: 'About something else' } }),
    list: () => ({ query: {} }),
    get: ({ postId }) => ({ params: { postId } }),
    update: ({ postId }) => ({ params: { postId }, body: { title: 'Better' } }),
    delete: ({ postId }) => ({ params: { postId } }),
  },
  entries: {
    get: ({ postId }) => ({ params: { entryId: postId } }),
    revisions: ({ postId }) => ({ params: { entryId: postId }, query: {} }),
    vote: ({ commentId }) => ({ params: { entryId: commentId }, body: { value: 1 } }),
    comment: ({ postId }) => ({ params: { entryId: postId }, body: { body: 'One more' } }),
    comments: ({ postId }) => ({ params: { entryId: postId }, query: {} }),
    context: ({ commentId }) => ({ params: { entryId: commentId }, query: {} }),
    audience: ({ postId, bob }) => ({ params: { entryId: postId }, query: { userId: bob.id } }),
  },
  comments: {
    update: ({ commentId }) => ({ params: { commentId }, body: { body: 'Changed' } }),
    delete: ({ commentId }) => ({ params: { commentId } }),
  },
  feeds: {
    home: () => ({ query: {} }),
    homeNew: () => ({ query: { since: 'not-a-cursor' } }),
    public: () => ({ query: {} }),
  },
  communities: {
    create: () => ({ body: { kind: 'guild', name: 'Another guild' } }),
    list: () => ({ query: {} }),
    mine: () => ({ query: {} }),
    get: ({ communityId }) => ({ params: { idOrHandle: communityId } }),
    update: ({ communityId }) => ({ params: { communityId }, body: { description: 'Better' } }),
    delete: ({ communityId }) => ({ params: { communityId } }),
    join: ({ communityId }) => ({ params: { communityId } }),
    leave: ({ communityId }) => ({ params: { communityId } }),
    transferOwnership: ({ communityId, bob }) => ({ params: { communityId }, body: { userId: bob.id } }),
    members: ({ communityId }) => ({ params: { communityId }, query: {} }),
    updateMember: ({ communityId, bob }) => ({
      params: { communityId, userId: bob.id },
      body: { nickname: 'Bobby' },
    }),
    kick: ({ communityId, bob }) => ({ params: { communityId, userId: bob.id } }),
    ban: ({ communityId, bob }) => ({ params: { communityId, userId: bob.id }, body: { reason: 'Noise' } }),
    unban: ({ communityId, bob }) => ({ params: { communityId, userId: bob.id } }),
  },
  roles: {
    list: ({ communityId }) => ({ params: { communityId } }),
    create: ({ communityId }) => ({ params: { communityId }, body: { name: 'Another role' } }),
    update: ({ communityId, roleId }) => ({
      params: { communityId, roleId },
      query: {},
      body: { name: 'Renamed' },
    }),
    delete: ({ communityId, roleId }) => ({ params: { communityId, roleId }, query: {} }),
    give: ({ communityId, roleId, bob }) => ({ params: { communityId, roleId, userId: bob.id } }),
    take: ({ communityId, roleId, bob }) => ({ params: { communityId, roleId, userId: bob.id }, query: {} }),
  },
  channels: {
    create: ({ communityId }) => ({
      params: { communityId },
      body: { type: 'text', name: 'Another channel' },
    }),
    list: ({ communityId }) => ({ params: { communityId } }),
    mine: () => ({ query: {} }),
    openDirect: ({ bob }) => ({ body: { userId: bob.id } }),
    get: ({ channelId }) => ({ params: { channelId } }),
    update: ({ channelId }) => ({ params: { channelId }, body: { topic: 'Something' } }),
    delete: ({ channelId }) => ({ params: { channelId } }),
    overwrites: ({ channelId }) => ({ params: { channelId } }),
    putOverwrite: ({ channelId, roleId }) => ({
      params: { channelId, roleOrUserId: roleId },
      query: {},
      body: { allow: '0', deny: '4' },
    }),
    deleteOverwrite: ({ channelId, roleId }) => ({ params: { channelId, roleOrUserId: roleId }, query: {} }),
    permissions: ({ channelId }) => ({ params: { channelId }, query: { explain: '1' } }),
  },
  messages: {
    send: ({ channelId }) => ({ params: { channelId }, body: { body: 'Hello again', nonce: fresh() } }),
    history: ({ channelId }) => ({ params: { channelId }, query: {} }),
    update: ({ messageId }) => ({ params: { messageId }, body: { body: 'Changed' } }),
    delete: ({ messageId }) => ({ params: { messageId } }),
    typing: ({ channelId }) => ({ params: { channelId } }),
    read: ({ channelId, messageId }) => ({ params: { channelId }, body: { messageId } }),
    readStates: ({ channelId }) => ({ params: { channelId } }),
  },
  notifications: {
    list: () => ({ query: {} }),
    unread: nothing,
    read: ({ notificationId }) => ({ body: { ids: [notificationId] } }),
  },
};
