import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Channel, ChannelId, limits, type UserId } from '@plaza/contract';
import type { LoggedEventOf } from '../../../platform/events/domain-events.js';
import type { ChangedTopics, Effect, PersonalFrame, Recipients } from '../../../platform/realtime/effects.js';
import { Realtime, userTopic } from '../../../platform/realtime/realtime.js';
import { communityTopic, DIRECT_PERMISSIONS } from '../../communities/index.js';
import type { DirectRefusal } from '../../graph/index.js';
import { channelTopic, messagesTopic } from '../messaging.events.js';
import { mayRead } from '../messaging.policy.js';
import { ChannelSubscriptions } from './channel-subscriptions.js';
import { type ChannelFacts, ChannelsQueries } from './channels.queries.js';
import { ChannelsViews, permissionsView, sharedChannel } from './channels.views.js';
import { DirectChannelsService, peerOf } from './direct-channels.service.js';

const CHANNEL_TOPIC = /^channel:([0-9a-f-]{36})$/;
/** Conversations in `ready`. */
const CONVERSATIONS = 200;

/** Which channels people have, what changes in them, and what each may do there. */
@Injectable()
export class ChannelsRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly channels: ChannelsQueries,
    private readonly views: ChannelsViews,
    private readonly subscriptions: ChannelSubscriptions,
    private readonly directChannels: DirectChannelsService,
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
    this.realtime.frames('channel.updated', (events) => this.updated(events));
    this.realtime.frames('channel.deleted', async (events) =>
      events.map(({ subject }) => [{ kind: 'refreshSubscriptions', topic: channelTopic(subject.channelId) }]),
    );
    this.framesOfPermissions();
  }

  /** Permissions change by what happens to channels, and by what happens in communities and between people. */
  private framesOfPermissions(): void {
    this.realtime.frames('channel.access_changed', async (events) =>
      events.map(({ subject: { channelId, communityId } }): Effect[] => {
        if (communityId === null) return [];
        const topic = communityTopic(communityId);
        return [
          { kind: 'refreshSubscriptions', topic },
          {
            kind: 'personalFrames',
            topic,
            make: (members) => this.subscriptions.permissionFrames(communityId, members.ids(), channelId),
          },
        ];
      }),
    );
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
              make: async (members) => {
                if (!only) return this.subscriptions.permissionFrames(communityId, members.ids());
                return this.subscriptions.permissionFrames(communityId, members.has(only) ? [only] : []);
              },
            },
          ];
        }),
      );
    }
    for (const name of ['follow.created', 'follow.deleted'] as const) {
      this.realtime.frames(name, (events) =>
        this.relationsChanged(events.map(({ subject }) => [subject.followerId, subject.followeeId])),
      );
    }
    for (const name of ['block.created', 'block.deleted'] as const) {
      this.realtime.frames(name, (events) =>
        this.relationsChanged(events.map(({ subject }) => [subject.blockerId, subject.blockedId])),
      );
    }
    this.realtime.frames('direct.setting_changed', (events) =>
      Promise.all(
        events.map(({ subject, topics }) => this.settingChanged(subject.userId, channelIdsIn(topics))),
      ),
    );
  }

  private async channelsOf(userId: UserId): Promise<Channel[]> {
    const conversations = await this.channels.conversationsOf(userId, undefined, CONVERSATIONS);
    const room = limits.channelsPerSocket - conversations.length;
    const inCommunities = await this.channels.ofCommunitiesOf(userId, room);
    return this.views.channels(userId, [...conversations, ...inCommunities]);
  }

  private async defaultTopics(users: UserId[]): Promise<Map<UserId, string[]>> {
    const subscribed = await this.subscriptions.of(users, limits.channelsPerSocket);
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

  /** `channel.created` for those to whom channels come into view, one frame for all to whom a channel is the same. */
  private async gained(changes: ChangedTopics[]): Promise<PersonalFrame[]> {
    const pairs = changes.flatMap(({ userId, gained }) =>
      channelIdsIn(gained).map((channelId) => ({ userId, channelId })),
    );
    if (pairs.length === 0) return [];
    const rows = await this.channels.viewableBy(pairs);
    const alike = [
      ...Map.groupBy(rows, (row) =>
        [row.id, row.permissions, row.read_ordinal, row.own_unread_offset, peerOf(row, row.user_id)].join(),
      ).values(),
    ];
    const views = await this.views.channelsFor(
      alike.flatMap(([row]) => (row ? [{ viewerId: row.user_id, row }] : [])),
    );
    return views.map((payload, index) => ({
      event: 'channel.created',
      payload,
      users: alike[index]?.map((row) => row.user_id) ?? [],
    }));
  }

  private async lost(changes: ChangedTopics[]): Promise<PersonalFrame[]> {
    const pairs = changes.flatMap(({ userId, lost }) =>
      channelIdsIn(lost).map((channelId) => ({ userId, channelId })),
    );
    if (pairs.length === 0) return [];
    const losers = Map.groupBy(pairs, ({ channelId }) => channelId);
    const facts = await this.channels.factsOf([...losers.keys()]);
    const communityOf = new Map(facts.map((channel) => [channel.id, channel.community_id]));
    return [...losers].map(([id, lost]) => ({
      event: 'channel.deleted',
      payload: { id, communityId: communityOf.get(id) ?? null },
      users: lost.map(({ userId }) => userId),
    }));
  }

  private async updated(events: LoggedEventOf<'channel.updated'>[]): Promise<Effect[][]> {
    const facts = await this.channels.factsOf(events.map(({ subject }) => subject.channelId));
    const channels = new Map(facts.map((channel) => [channel.id, channel]));
    return events.map(({ subject: { channelId } }): Effect[] => {
      const channel = channels.get(channelId);
      if (!channel || channel.deleted_at !== null) return [];
      const to = { topic: channelTopic(channelId) };
      return [{ kind: 'frame', event: 'channel.updated', payload: sharedChannel(channel), to }];
    });
  }

  /** Both people of each pair may do something else now in their channel, where they have one. */
  private async relationsChanged(pairs: [UserId, UserId][]): Promise<Effect[][]> {
    const channels = await this.channels.directBetween(pairs);
    if (channels.length === 0) return pairs.map(() => []);
    const sides = pairs.flatMap(([one, other]): [UserId, UserId][] => [
      [one, other],
      [other, one],
    ]);
    const denials = await this.directChannels.denials(sides);
    return pairs.map((pair, index): Effect[] => {
      const [lower, higher] = pair.toSorted();
      const channel = channels.find((one) => one.lower_user_id === lower && one.higher_user_id === higher);
      if (!channel) return [];
      return pair.map((userId, side) =>
        permissionsFrame(channel, denials[2 * index + side] ?? null, { topic: userTopic(userId) }),
      );
    });
  }

  /** Those who have these direct channels with a person who lets others write than before. */
  private async settingChanged(receiverId: UserId, channelIds: ChannelId[]): Promise<Effect[]> {
    const channels = await this.channels.factsOf(channelIds);
    const shared = channels.flatMap((channel) => {
      const peerId = peerOf(channel, receiverId);
      return peerId ? [{ channel, peerId }] : [];
    });
    const denials = await this.directChannels.denials(shared.map(({ peerId }) => [peerId, receiverId]));
    return shared.map(({ channel, peerId }, index) =>
      permissionsFrame(channel, denials[index] ?? null, {
        topic: channelTopic(channel.id),
        filter: async () => [peerId],
      }),
    );
  }
}

/** Those who gain it get it when their subscriptions are refreshed. */
function channelCreated({ subject: { communityId, newTo } }: LoggedEventOf<'channel.created'>): Effect[] {
  return [
    ...(communityId === null
      ? []
      : [{ kind: 'refreshSubscriptions' as const, topic: communityTopic(communityId) }]),
    ...(newTo.length === 0 ? [] : [{ kind: 'refreshSubscriptions' as const, users: newTo }]),
  ];
}

function permissionsFrame(channel: ChannelFacts, closedBy: DirectRefusal | null, to: Recipients): Effect {
  const payload = permissionsView(channel, { permissions: DIRECT_PERMISSIONS, closedBy });
  return { kind: 'frame', event: 'channel.permissions', payload, to };
}

function channelIdsIn(topics: string[]): ChannelId[] {
  return topics.flatMap((topic) => ChannelId.safeParse(CHANNEL_TOPIC.exec(topic)?.[1]).data ?? []);
}
