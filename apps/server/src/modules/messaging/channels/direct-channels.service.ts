import { Injectable } from '@nestjs/common';
import type { ChannelId, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { lockPair } from '../../graph/index.js';
import { UserDirectory } from '../../identity/index.js';
import { channelTopic } from '../messaging.events.js';
import { ChannelRows } from './channel-rows.js';
import { type ChannelRow, ChannelsQueries } from './channels.queries.js';
import { DirectRules } from './direct-rules.js';

/** The one channel that two people share. */
@Injectable()
export class DirectChannelsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly users: UserDirectory,
    private readonly rules: DirectRules,
    private readonly queries: ChannelsQueries,
    private readonly rows: ChannelRows,
  ) {}

  /**
   * Gives the channel with a person, made if the viewer may write to them; one that is there opens for its two people
   * whatever stands between them now. Errors: `not_found`, `invalid_input` with oneself, and why they cannot write.
   */
  async open(viewer: SignedInViewer, peerId: UserId): Promise<ChannelRow> {
    if (peerId === viewer.userId) throw invalidInput('userId', 'oneself', 'Nobody writes to themselves here');
    return this.database.transaction(async (tx) => {
      const [existing] = await this.queries.directBetween([[viewer.userId, peerId]]);
      const channelId = existing?.id ?? (await this.create(tx, viewer.userId, peerId));
      if (await this.rows.listFor(tx, channelId, viewer.userId)) {
        await this.events.append(tx, {
          name: 'channel.created',
          subject: { channelId, communityId: null },
          topics: [channelTopic(channelId), userTopic(viewer.userId)],
          actorId: viewer.userId,
        });
      }
      return this.queries.viewable(viewer, channelId);
    });
  }

  private async create(tx: Tx, openerId: UserId, peerId: UserId): Promise<ChannelId> {
    if (!(await this.users.summaries([peerId])).has(peerId)) throw new ProblemError('not_found');
    await lockPair(tx, openerId, peerId, 'shared');
    const verdict = await this.rules.verdict(openerId, peerId);
    if (!verdict.allowed) throw new ProblemError(verdict.code);
    return this.rows.putDirect(tx, openerId, peerId);
  }
}
