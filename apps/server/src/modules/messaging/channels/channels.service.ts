import { Injectable } from '@nestjs/common';
import type { ChannelId, CommunityId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import {
  AuditLog,
  assertHolds,
  bit,
  CommunityAccess,
  communityTopic,
  holds,
  lockCommunity,
} from '../../communities/index.js';
import { channelTopic } from '../messaging.events.js';
import { lockCommunityOf } from './channel-lock.js';
import { type ChannelFacts, ChannelRows, type TextChannelDraft } from './channel-rows.js';
import { type ChannelRow, ChannelsQueries } from './channels.queries.js';

export interface ChannelChanges extends ChannelFacts {
  position?: number | undefined;
}

/** Who looks after the channels of a community. */
@Injectable()
export class ChannelsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly jobs: Jobs,
    private readonly access: CommunityAccess,
    private readonly audit: AuditLog,
    private readonly queries: ChannelsQueries,
    private readonly rows: ChannelRows,
  ) {}

  /** Errors: `not_found`, `forbidden`, `limit_reached`. */
  async create(
    viewer: SignedInViewer,
    communityId: CommunityId,
    draft: TextChannelDraft,
  ): Promise<ChannelRow> {
    return this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      assertHolds(await this.access.membership(viewer, communityId), bit.manage_channels);
      const channelId = await this.rows.insertText(tx, communityId, draft);
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'channel.created',
        targetId: channelId,
        detail: { name: draft.name },
      });
      await this.announce(tx, 'channel.created', viewer, communityId, [channelId]);
      return this.queries.viewable(viewer, channelId);
    });
  }

  /** Errors: `not_found`, `forbidden`. */
  async update(viewer: SignedInViewer, channelId: ChannelId, changes: ChannelChanges): Promise<ChannelRow> {
    return this.database.transaction(async (tx) => {
      const communityId = await this.manage(tx, viewer, channelId);
      const changed = new Set<ChannelId>();
      if (changes.position !== undefined) {
        for (const id of await this.rows.move(tx, communityId, channelId, changes.position)) changed.add(id);
      }
      if (await this.rows.change(tx, channelId, changes)) changed.add(channelId);
      if (changed.has(channelId)) {
        await this.audit.record(tx, {
          communityId,
          actorId: viewer.userId,
          action: 'channel.updated',
          targetId: channelId,
          detail: { ...changes },
        });
      }
      await this.announce(tx, 'channel.updated', viewer, communityId, [...changed]);
      return this.queries.viewable(viewer, channelId);
    });
  }

  /** Takes it out of everybody's sight at once; its messages are erased by a job. Errors: `not_found`, `forbidden`. */
  async delete(viewer: SignedInViewer, channelId: ChannelId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const communityId = await this.manage(tx, viewer, channelId);
      await this.rows.delete(tx, channelId);
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'channel.deleted',
        targetId: channelId,
      });
      await this.announce(tx, 'channel.deleted', viewer, communityId, [channelId]);
      await this.jobs.enqueue(tx, 'channels.erase', { channelId });
    });
  }

  /** Holds the community and gives it. Errors: `not_found`, `forbidden`, for a direct channel always. */
  private async manage(tx: Tx, viewer: SignedInViewer, channelId: ChannelId): Promise<CommunityId> {
    const communityId = await lockCommunityOf(tx, channelId, 'exclusive');
    const { permissions } = await this.queries.viewable(viewer, channelId);
    if (communityId === null || !holds(permissions, bit.manage_channels)) throw new ProblemError('forbidden');
    return communityId;
  }

  private async announce(
    tx: Tx,
    name: 'channel.created' | 'channel.updated' | 'channel.deleted',
    viewer: SignedInViewer,
    communityId: CommunityId,
    channelIds: ChannelId[],
  ): Promise<void> {
    await this.events.append(
      tx,
      ...channelIds.map((channelId) => ({
        name,
        subject: { channelId, communityId },
        topics: [channelTopic(channelId), communityTopic(communityId)],
        actorId: viewer.userId,
      })),
    );
  }
}
