import { Injectable } from '@nestjs/common';
import type { ChannelId, UserId } from '@plaza/contract';
import type { Effect } from '../../../platform/realtime/effects.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { UserDirectory } from '../../identity/index.js';
import { channelTopic } from '../messaging.events.js';
import { ChannelsQueries } from './channels.queries.js';
import { changedChannel } from './channels.views.js';
import { DirectRules } from './direct-rules.js';
import { peerOf } from './send-context.js';

/** Tells both people of a direct channel when what stands between them, and so who may write, has changed. */
@Injectable()
export class DirectFrames {
  constructor(
    private readonly channels: ChannelsQueries,
    private readonly users: UserDirectory,
    private readonly rules: DirectRules,
  ) {}

  /** The effects for each pair: none where the two have no channel. */
  async between(pairs: [UserId, UserId][]): Promise<Effect[][]> {
    const facts = await this.channels.directBetween(pairs);
    if (facts.length === 0) return pairs.map(() => []);
    const people = await this.users.summaries(pairs.flat());
    return Promise.all(
      pairs.map(async (pair) => {
        const [lower, higher] = pair.toSorted();
        const channel = facts.find((fact) => fact.lower_user_id === lower && fact.higher_user_id === higher);
        if (!channel) return [];
        const [one, other] = pair;
        return Promise.all(
          [
            { userId: one, peerId: other },
            { userId: other, peerId: one },
          ].map(async ({ userId, peerId }): Promise<Effect> => {
            const verdict = await this.rules.verdict(userId, peerId);
            return {
              kind: 'frame',
              event: 'channel.updated',
              payload: changedChannel(channel, { type: 'direct', verdict }, people.get(peerId) ?? null),
              to: {
                topic: userTopic(userId),
              },
            };
          }),
        );
      }),
    );
  }

  /** The effects for those who share these direct channels with a person, when that person lets others write than before. */
  async ofReceiver(receiverId: UserId, channelIds: ChannelId[]): Promise<Effect[]> {
    const facts = await this.channels.directFacts(channelIds);
    const shared = facts.flatMap((channel) => {
      const peerId = peerOf(channel, receiverId);
      return peerId ? [{ channel, peerId }] : [];
    });
    const [people, verdicts] = await Promise.all([
      this.users.summaries([receiverId]),
      this.rules.verdictsOn(
        receiverId,
        shared.map(({ peerId }) => peerId),
      ),
    ]);
    return shared.flatMap(({ channel, peerId }): Effect[] => {
      const verdict = verdicts.get(peerId);
      if (!verdict) return [];
      return [
        {
          kind: 'frame',
          event: 'channel.updated',
          payload: changedChannel(channel, { type: 'direct', verdict }, people.get(receiverId) ?? null),
          to: { topic: channelTopic(channel.id), filter: async () => [peerId] },
        },
      ];
    });
  }
}
