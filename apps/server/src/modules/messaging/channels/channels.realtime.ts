import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Channel, ChannelId, limits, type UserId } from '@plaza/contract';
import type { LoggedEventOf } from '../../../platform/events/domain-events.js';
import type { ChangedTopics, Effect, PersonalFrame } from '../../../platform/realtime/effects.js';
import { Realtime, userTopic } from '../../../platform/realtime/realtime.js';
import { communityTopic } from '../../communities/index.js';
import { channelTopic, messagesTopic } from '../messaging.events.js';
import { mayRead } from '../messaging.policy.js';
import { ChannelRights } from './channel-rights.js';
import { ChannelsQueries } from './channels.queries.js';
import { ChannelsViews } from './channels.views.js';
import { DirectFrames } from './direct-frames.js';
import { SubscribedChannels } from './subscribed-channels.js';
import { TopicsQueries } from './topics.queries.js';

const CHANNEL_TOPIC = /^channel:([0-9a-f-]{36})$/;
/** Conversations in `ready`. */
const CONVERSATIONS = 200;

/** What people hear of channels: which there are for them, and what they may do there. */
@Injectable()
export class ChannelsRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly channels: ChannelsQueries,
    private readonly views: ChannelsViews,
    private readonly topics: TopicsQueries,
    private readonly subscribed: SubscribedChannels,
    private readonly rights: ChannelRights,
    private readonly direct: DirectFrames,
  ) {}

  onModuleInit(): void {
    this.realtime.topics({
      defaultTopics: (users) => this.defaultTopics(users),
      topicsChanged: (changes) => this.topicsChanged(changes),
    });
    this.realtime.ready({
      part: 'channels',
      scope: 'communities:read',
      load: ({ userId }) => this.channelsOf(userId),
      empty: [],
    });
    this.realtime.frames('channel.created', async (events) => events.map(channelCreated));
    this.realtime.frames('channel.updated', async (events) => events.map((event) => this.updated(event)));
    this.realtime.frames('channel.deleted', async (events) =>
      events.map(({ subject }) => [{ kind: 'refreshSubscriptions', topic: channelTopic(subject.channelId) }]),
    );
    this.realtime.frames('channel.access_changed', async (events) =>
      events.map((event) => [...refreshCommunitySubscriptions(event), ...this.updated(event)]),
    );
    this.realtime.frames('direct.setting_changed', (events) =>
      Promise.all(
        events.map(({ subject, topics }) => this.direct.ofReceiver(subject.userId, channelIdsIn(topics))),
      ),
    );
    this.framesOfRights();
  }

  /** The other side of what the graph and communities tell: what it means for channels. */
  private framesOfRights(): void {
    for (const name of ['member.updated', 'role.updated', 'role.deleted'] as const) {
      this.realtime.frames(name, async (events) =>
        events.map(({ subject }): Effect[] => {
          if ('permissionsChanged' in subject && !subject.permissionsChanged) return [];
          const { communityId } = subject;
          const only = 'userId' in subject ? subject.userId : undefined;
          return [
            {
              kind: 'personalFrames',
              topic: communityTopic(communityId),
              make: async (subscribers) => {
                if (!only) return this.rights.frames(communityId, subscribers.ids());
                return this.rights.frames(communityId, subscribers.has(only) ? [only] : []);
              },
            },
          ];
        }),
      );
    }
    for (const name of ['follow.created', 'follow.deleted'] as const) {
      this.realtime.frames(name, (events) =>
        this.direct.between(events.map(({ subject }) => [subject.followerId, subject.followeeId])),
      );
    }
    for (const name of ['block.created', 'block.deleted'] as const) {
      this.realtime.frames(name, (events) =>
        this.direct.between(events.map(({ subject }) => [subject.blockerId, subject.blockedId])),
      );
    }
  }

  private async channelsOf(userId: UserId): Promise<Channel[]> {
    const conversations = await this.channels.conversationsOf(userId, undefined, CONVERSATIONS);
    const room = limits.channelsPerSocket - conversations.length;
    const inCommunities = await this.channels.ofCommunitiesOf(userId, room);
    return this.views.channels(userId, [...conversations, ...inCommunities]);
  }

  private async defaultTopics(users: UserId[]): Promise<Map<UserId, string[]>> {
    const subscribed = await this.subscribed.of(users, limits.channelsPerSocket);
    return new Map(
      [...subscribed].map(([userId, channels]) => [
        userId,
        channels.flatMap(({ channelId, permissions }) =>
          mayRead(permissions)
            ? [channelTopic(channelId), messagesTopic(channelId)]
            : [channelTopic(channelId)],
        ),
      ]),
    );
  }

  private async topicsChanged(changes: ChangedTopics[]): Promise<PersonalFrame[]> {
    const [gained, lost] = await Promise.all([this.gained(changes), this.lost(changes)]);
    return [...lost, ...gained];
  }

  private async gained(changes: ChangedTopics[]): Promise<PersonalFrame[]> {
    const pairs = changes.flatMap(({ userId, gained }) =>
      channelIdsIn(gained).map((channelId) => ({ userId, channelId })),
    );
    if (pairs.length === 0) return [];
    const rows = await this.topics.seenBy(pairs);
    const byUser = Map.groupBy(rows, (row) => row.user_id);
    const frames = [...byUser].map(async ([userId, own]): Promise<PersonalFrame[]> => {
      const views = await this.views.channels(userId, own);
      return views.map((payload) => ({ event: 'channel.created', payload, users: [userId] }));
    });
    return (await Promise.all(frames)).flat();
  }

  private async lost(changes: ChangedTopics[]): Promise<PersonalFrame[]> {
    const losers = new Map<ChannelId, UserId[]>();
    for (const { userId, lost } of changes) {
      for (const id of channelIdsIn(lost)) {
        const users = losers.get(id) ?? [];
        users.push(userId);
        losers.set(id, users);
      }
    }
    if (losers.size === 0) return [];
    const communities = await this.topics.communitiesOf([...losers.keys()]);
    return [...losers].map(([id, users]) => ({
      event: 'channel.deleted',
      payload: { id, communityId: communities.get(id) ?? null },
      users,
    }));
  }

  private updated({
    subject: { channelId, communityId },
  }: LoggedEventOf<'channel.updated'> | LoggedEventOf<'channel.access_changed'>): Effect[] {
    if (communityId === null) return [];
    return [
      {
        kind: 'personalFrames',
        topic: channelTopic(channelId),
        make: (subscribers) => this.rights.frames(communityId, subscribers.ids(), channelId),
      },
    ];
  }
}

/** Those who gain it get it when their subscriptions are refreshed. */
function channelCreated({ subject, topics, actorId }: LoggedEventOf<'channel.created'>): Effect[] {
  if (subject.communityId !== null) {
    return [{ kind: 'refreshSubscriptions', topic: communityTopic(subject.communityId) }];
  }
  return actorId && topics.includes(userTopic(actorId))
    ? [{ kind: 'refreshSubscriptions', users: [actorId] }]
    : [];
}

function refreshCommunitySubscriptions({
  subject: { communityId },
}: LoggedEventOf<'channel.access_changed'>): Effect[] {
  return communityId === null ? [] : [{ kind: 'refreshSubscriptions', topic: communityTopic(communityId) }];
}

function channelIdsIn(topics: string[]): ChannelId[] {
  return topics.flatMap((topic) => ChannelId.safeParse(CHANNEL_TOPIC.exec(topic)?.[1]).data ?? []);
}
