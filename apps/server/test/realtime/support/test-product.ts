import { Injectable, type OnModuleInit } from '@nestjs/common';
import type {
  ChannelId,
  EntryId,
  Message,
  MessageId,
  ReadState,
  SessionId,
  UserId,
  UserSummary,
} from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../src/platform/clock/clock.js';
import { Database } from '../../../src/platform/database/database.js';
import type { LoggedEventOf } from '../../../src/platform/events/domain-events.js';
import { Authenticator } from '../../../src/platform/http/authenticator.js';
import type { SignedInViewer } from '../../../src/platform/http/viewer.js';
import { Ids } from '../../../src/platform/ids/ids.js';
import { ProblemError } from '../../../src/platform/problems/problem-error.js';
import { type CommandCall, HandleCommand } from '../../../src/platform/realtime/commands/handle-command.js';
import type { Effect, TopicRequest } from '../../../src/platform/realtime/effects.js';
import { Realtime, userTopic } from '../../../src/platform/realtime/realtime.js';
import { RealtimeSignals } from '../../../src/platform/realtime/realtime-signals.js';

declare module '../../../src/platform/events/domain-events.js' {
  interface DomainEvents {
    'test.said': { channelId: ChannelId; messageId: MessageId; ordinal: number };
    'test.published': { entryId: EntryId; authorId: UserId };
    'test.rights': { userId: UserId };
    'test.channelRights': { channelId: ChannelId };
    'test.ended': { userId: UserId; sessionId: SessionId };
    /** Cannot be mapped. */
    'test.poison': { userId: UserId };
    /** ReceivedFrame in two frames. */
    'test.twofold': { userId: UserId; channelIds: [ChannelId, ChannelId] };
  }
}

const feed = 'feed:home';
export const channelTopic = (id: ChannelId) => `channel:${id}`;
export const entryTopic = (id: EntryId) => `entry:${id}`;

/** The smallest product there can be: channels whose messages have nothing but an ordinal, and rights kept in a table. */
@Injectable()
export class TestProduct implements OnModuleInit {
  /** How often sockets of a user were said to be ready. */
  readonly connected: UserId[] = [];
  readonly active: UserId[] = [];
  /** Holds an answer about rights back after it was read. */
  answering: (users: UserId[]) => Promise<void> = async () => undefined;
  /** Who a person is, in `ready`. */
  userView = async (userId: UserId): Promise<UserSummary> => summaryOf(userId);

  constructor(
    private readonly realtime: Realtime,
    private readonly signals: RealtimeSignals,
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.realtime.ready({ part: 'user', scope: null, load: ({ userId }) => this.userView(userId) });
    this.realtime.ready({ part: 'channels', scope: 'communities:read', load: async () => [], empty: [] });
    this.realtime.ready({
      part: 'unread',
      scope: 'notifications:read',
      load: async () => ({ notifications: 3, directChannels: 1 }),
      empty: { notifications: 0, directChannels: 0 },
    });
    this.realtime.ready({ part: 'presence', scope: null, load: async () => 'online' });
    this.realtime.shortForm((frame) =>
      'recipientId' in frame && 'messageText' in frame
        ? { command: 'message.sendDirect', data: frame }
        : undefined,
    );
    this.realtime.onConnected(async ({ userId }) => void this.connected.push(userId));
    this.realtime.observe({ acted: ({ userId }) => void this.active.push(userId) });
    this.realtime.topics({
      defaultTopics: (users) => this.defaultTopics(users),
      owns: (topic) => topic === feed || topic.startsWith('entry:'),
      admit: (requests) => this.admit(requests),
      snapshot: async (_viewer, topics) =>
        topics.map((topic) => ({ event: 'member.left', payload: nowhere(topic) })),
    });
    this.realtime.frames('test.said', (events) => this.said(events));
    this.realtime.frames('test.published', async (events) => events.map((event) => this.published(event)));
    this.realtime.frames('test.rights', async (events) =>
      events.map(({ subject }) => [{ kind: 'refreshSubscriptions', users: [subject.userId] }]),
    );
    this.realtime.frames('test.channelRights', async (events) =>
      events.map(({ subject }) => [{ kind: 'refreshSubscriptions', topic: channelTopic(subject.channelId) }]),
    );
    this.realtime.frames('test.ended', async (events) =>
      events.map(({ subject }) => [
        { kind: 'closeSessions', sessionIds: [subject.sessionId], reason: 'revoked' },
      ]),
    );
    this.realtime.frames('test.poison', async () => {
      throw new Error('this event is poison');
    });
    this.realtime.frames('test.twofold', async (events) => events.map(twofold));
  }

  @HandleCommand('message.send')
  async send({ viewer, data }: CommandCall<'message.send'>): Promise<Message> {
    if (data.body === 'forbidden') throw new ProblemError('not_mutual');
    if (data.body === 'bug') throw new Error('a bug with a secret in it');
    return this.message(viewer.userId, data.channelId, data.body);
  }

  @HandleCommand('message.sendDirect')
  async sendDirect({ viewer, data }: CommandCall<'message.sendDirect'>): Promise<Message> {
    await this.database.transaction((tx) =>
      sql`insert into test_direct values (${viewer.userId}, ${data.recipientId}, ${data.messageText})`.execute(
        tx,
      ),
    );
    return this.message(viewer.userId, this.ids.next(), data.messageText);
  }

  @HandleCommand('typing.start')
  async type({ viewer, data }: CommandCall<'typing.start'>): Promise<Record<string, never>> {
    const expiresAt = this.clock.now().toISOString();
    this.signals.send({
      event: 'user.typing',
      payload: { channelId: data.channelId, user: summaryOf(viewer.userId), expiresAt },
      to: { topic: channelTopic(data.channelId), except: [viewer.userId] },
    });
    return {};
  }

  @HandleCommand('presence.set')
  async setPresence(_call: CommandCall<'presence.set'>): Promise<Record<string, never>> {
    return {};
  }

  @HandleCommand('channel.read')
  async read({ viewer, data }: CommandCall<'channel.read'>): Promise<ReadState> {
    return { channelId: data.channelId, userId: viewer.userId, deliveredOrdinal: 1, readOrdinal: 1 };
  }

  private async defaultTopics(users: UserId[]): Promise<Map<UserId, string[]>> {
    const { rows } = await sql<{ user_id: UserId; topic: string }>`
      select user_id, topic from test_rights where user_id = any(${users}) and topic like 'channel:%'
    `.execute(this.database.read);
    const granted = new Map<UserId, string[]>(users.map((userId) => [userId, []]));
    for (const { user_id, topic } of rows) granted.get(user_id)?.push(topic);
    await this.answering(users);
    return granted;
  }

  private async admit(requests: TopicRequest[]): Promise<string[][]> {
    const { rows } = await sql<{ user_id: UserId; topic: string }>`
      select user_id, topic from test_rights where user_id = any(${requests.map(({ viewer }) => viewer.userId)})
    `.execute(this.database.read);
    await this.answering(requests.map(({ viewer }) => viewer.userId));
    return requests.map(({ viewer, topics }) =>
      topics.filter((topic) => rows.some((row) => row.user_id === viewer.userId && row.topic === topic)),
    );
  }

  /** What was taken back since is sent to nobody. */
  private async said(events: LoggedEventOf<'test.said'>[]): Promise<Effect[][]> {
    const ids = events.map(({ subject }) => subject.messageId);
    const { rows } = await sql<{
      id: MessageId;
    }>`select id from test_messages where id = any(${ids})`.execute(this.database.read);
    const there = new Set(rows.map(({ id }) => id));
    return events.map(({ subject, at }) => {
      if (!there.has(subject.messageId)) return [];
      const { messageId, ...payload } = subject;
      const deleted = { ...payload, id: messageId, deletedAt: at.toISOString() };
      return [
        {
          kind: 'frame',
          event: 'message.deleted',
          payload: deleted,
          to: { topic: channelTopic(subject.channelId) },
        },
      ];
    });
  }

  private published({ subject: { entryId, authorId } }: LoggedEventOf<'test.published'>): Effect[] {
    const payload = { id: entryId, kind: 'post' as const, rootId: entryId, parentId: null };
    return [
      {
        kind: 'frame',
        event: 'entry.deleted',
        payload,
        to: { topic: entryTopic(entryId), except: [authorId] },
      },
      {
        kind: 'frame',
        event: 'entry.deleted',
        payload,
        to: { topic: feed, filter: (subscribers) => this.readersOf(entryId, subscribers.ids()) },
      },
    ];
  }

  private async readersOf(entryId: EntryId, users: UserId[]): Promise<UserId[]> {
    const { rows } = await sql<{ user_id: UserId }>`
      select user_id from test_rights where user_id = any(${users}) and topic = ${entryTopic(entryId)}
    `.execute(this.database.read);
    return rows.map(({ user_id }) => user_id);
  }

  private async message(author: UserId, channelId: ChannelId, body: string): Promise<Message> {
    return {
      id: this.ids.next(),
      channelId,
      ordinal: 1,
      author: summaryOf(author),
      body,
      replyTo: null,
      nonce: null,
      createdAt: this.clock.now().toISOString(),
      editedAt: null,
      deletedAt: null,
      viewer: { can: { edit: true, delete: true } },
    };
  }
}

function twofold({ subject: { userId, channelIds } }: LoggedEventOf<'test.twofold'>): Effect[] {
  return channelIds.map((id) => ({
    kind: 'frame',
    event: 'channel.deleted',
    payload: { id, communityId: null },
    to: { topic: userTopic(userId) },
  }));
}

/** A topic's id in the shape of some event's payload. */
function nowhere(topic: string) {
  const id =
    topic.split(':')[1]?.length === 36 ? topic.split(':')[1] : '01900000-0000-7000-8000-000000000000';
  return { communityId: id, userId: id } as { communityId: never; userId: never };
}

function summaryOf(id: UserId): UserSummary {
  return { id, username: 'somebody', displayName: 'Somebody' };
}

/** Tokens say who, and the table says whether the session lives. */
@Injectable()
export class TestAuthenticator extends Authenticator {
  /** Holds an answer back after it was read. */
  answering: (userId: UserId) => Promise<void> = async () => undefined;

  constructor(private readonly database: Database) {
    super();
  }

  async authenticate(token: string): Promise<SignedInViewer> {
    const [userId = '', sessionId = '', scopes = 'all'] = token.split('~');
    const { rows } =
      await sql`select 1 from test_sessions where id::text = ${sessionId} and user_id::text = ${userId}`.execute(
        this.database.read,
      );
    if (rows.length === 0) throw new ProblemError('unauthenticated');
    await this.answering(userId as UserId);
    return {
      userId: userId as UserId,
      role: 'user',
      credential: { kind: 'session', sessionId: sessionId as SessionId, provenAt: new Date(0) },
      scopes: scopes === 'all' ? 'all' : new Set(scopes.split(',') as 'messages:read'[]),
    };
  }

  authenticateAnew(token: string): Promise<SignedInViewer> {
    return this.authenticate(token);
  }

  async endedAmong(sessionIds: SessionId[]): Promise<SessionId[]> {
    const { rows } = await sql<{ id: SessionId }>`
      select id from test_sessions where id = any(${sessionIds})
    `.execute(this.database.read);
    return sessionIds.filter((sessionId) => !rows.some(({ id }) => id === sessionId));
  }
}

export const testTables = [
  'create table test_rights (user_id uuid, topic text, primary key (user_id, topic))',
  'create table test_sessions (id uuid primary key, user_id uuid)',
  'create table test_channels (id uuid primary key, last_ordinal int not null default 0)',
  'create table test_messages (id uuid primary key, channel_id uuid, ordinal int, unique (channel_id, ordinal))',
  'create table test_direct (sender_id uuid, recipient_id uuid, body text)',
];
