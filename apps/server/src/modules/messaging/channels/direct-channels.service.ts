import { Injectable } from '@nestjs/common';
import type { ChannelId, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { type DirectRefusal, GraphQueries, lockPair, mayWriteDirect } from '../../graph/index.js';
import { UserDirectory } from '../../identity/index.js';
import { channelTopic } from '../messaging.events.js';
import { type ChannelFacts, type ChannelRow, ChannelsQueries } from './channels.queries.js';
import { ChannelsRepository } from './channels.repository.js';

type Pair = Pick<ChannelFacts, 'lower_user_id' | 'higher_user_id'>;

/** The one channel that two people share, and who of them may write in it. */
@Injectable()
export class DirectChannelsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly graph: GraphQueries,
    private readonly users: UserDirectory,
    private readonly queries: ChannelsQueries,
    private readonly repository: ChannelsRepository,
  ) {}

  /**
   * Gives the channel with a person, made if the viewer may write to them; one that is there opens for its two people
   * whatever their relation is now. Errors: `not_found`, `invalid_input` with oneself, and why they cannot write.
   */
  async open(viewer: SignedInViewer, peerId: UserId): Promise<ChannelRow> {
    if (peerId === viewer.userId) throw invalidInput('userId', 'oneself', 'Nobody writes to themselves here');
    return this.database.transaction(async (tx) => {
      const [existing] = await this.queries.directBetween([[viewer.userId, peerId]]);
      const channelId = existing?.id ?? (await this.create(tx, viewer.userId, peerId));
      if (await this.repository.listFor(tx, channelId, viewer.userId)) {
        await this.events.append(tx, {
          name: 'channel.created',
          subject: { channelId, channelType: 'direct', communityId: null, newTo: [viewer.userId] },
          topics: [channelTopic(channelId), userTopic(viewer.userId)],
          actorId: viewer.userId,
        });
      }
      return this.queries.viewable(viewer, channelId);
    });
  }

  /**
   * Why the first of each pair cannot write to the second, in the order of the pairs; null where they can. As of now; within
   * a transaction, as it sees things.
   */
  async denials(pairs: [senderId: UserId, receiverId: UserId][]): Promise<(DirectRefusal | null)[]> {
    if (pairs.length === 0) return [];
    const [relations, receivers] = await Promise.all([
      this.graph.relationsBetween(pairs),
      this.users.records(pairs.map(([, receiverId]) => receiverId)),
    ]);
    return pairs.map(([, receiverId], index) => {
      const relation = relations[index];
      const setting = receivers.get(receiverId)?.directMessages;
      if (!relation || !setting) return 'blocked_or_unavailable';
      const verdict = mayWriteDirect(relation, setting);
      return verdict.allowed ? null : verdict.code;
    });
  }

  /** Why a channel is closed to a person whatever their permissions: in a direct one, why they cannot write to the other. */
  async denialIn(channel: Pair, userId: UserId | null): Promise<DirectRefusal | null> {
    const peerId = peerOf(channel, userId);
    if (!userId || !peerId) return null;
    const [denial = null] = await this.denials([[userId, peerId]]);
    return denial;
  }

  private async create(tx: Tx, openerId: UserId, peerId: UserId): Promise<ChannelId> {
    if (!(await this.users.summaries([peerId])).has(peerId)) throw new ProblemError('not_found');
    await lockPair(tx, openerId, peerId, 'shared');
    const [denial] = await this.denials([[openerId, peerId]]);
    if (denial) throw new ProblemError(denial);
    return this.repository.putDirect(tx, openerId, peerId);
  }
}

/** The other person of a direct channel; null in any other. */
export function peerOf({ lower_user_id, higher_user_id }: Pair, userId: UserId | null): UserId | null {
  return userId === lower_user_id ? higher_user_id : lower_user_id;
}
