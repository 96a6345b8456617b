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
import { governingCommunity } from './channel-types.js';
import { type ChannelRow, ChannelsQueries } from './channels.queries.js';
import {
  type ChannelDraft,
  ChannelsRepository,
  type ChannelTextChanges,
  lockCommunityOf,
  type TypedChannel,
} from './channels.repository.js';

export interface ChannelChanges extends ChannelTextChanges {
  position?: number | undefined;
}

/** Making, changing and deleting the channels of a community. */
@Injectable()
export class ChannelsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly jobs: Jobs,
    private readonly access: CommunityAccess,
    private readonly audit: AuditLog,
    private readonly queries: ChannelsQueries,
    private readonly repository: ChannelsRepository,
  ) {}

  /** Errors: `not_found`, `forbidden`, `limit_reached`. */
  async create(viewer: SignedInViewer, communityId: CommunityId, draft: ChannelDraft): Promise<ChannelRow> {
    return this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      assertHolds(await this.access.membership(viewer, communityId), bit.manage_channels);
      const channel = await this.repository.insert(tx, communityId, draft);
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'channel.created',
        targetId: channel.id,
        detail: { name: draft.name },
      });
      await this.events.append(tx, {
        name: 'channel.created',
        subject: { ...referenceTo(channel, communityId), newTo: [] },
        topics: topicsOf(channel, communityId),
        actorId: viewer.userId,
      });
      return this.queries.viewable(viewer, channel.id);
    });
  }

  /** Errors: `not_found`, `forbidden`. */
  async update(viewer: SignedInViewer, channelId: ChannelId, changes: ChannelChanges): Promise<ChannelRow> {
    return this.database.transaction(async (tx) => {
      const { channel, communityId } = await this.manage(tx, viewer, channelId);
      const changed = new Map<ChannelId, TypedChannel>();
      if (changes.position !== undefined) {
        const moved = await this.repository.move(tx, communityId, channelId, changes.position);
        for (const one of moved) changed.set(one.id, one);
      }
      if (await this.repository.change(tx, channelId, changes)) changed.set(channelId, channel);
      if (changed.has(channelId)) {
        await this.audit.record(tx, {
          communityId,
          actorId: viewer.userId,
          action: 'channel.updated',
          targetId: channelId,
          detail: { ...changes },
        });
      }
      await this.events.append(
        tx,
        ...[...changed.values()].map((one) => ({
          name: 'channel.updated' as const,
          subject: referenceTo(one, communityId),
          topics: topicsOf(one, communityId),
          actorId: viewer.userId,
        })),
      );
      return this.queries.viewable(viewer, channelId);
    });
  }

  /** Hides it from everybody at once; its messages are erased by a job. Errors: `not_found`, `forbidden`. */
  async delete(viewer: SignedInViewer, channelId: ChannelId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { channel, communityId } = await this.manage(tx, viewer, channelId);
      await this.repository.delete(tx, channelId);
      await this.audit.record(tx, {
        communityId,
        actorId: viewer.userId,
        action: 'channel.deleted',
        targetId: channelId,
      });
      await this.events.append(tx, {
        name: 'channel.deleted',
        subject: referenceTo(channel, communityId),
        topics: topicsOf(channel, communityId),
        actorId: viewer.userId,
      });
      await this.jobs.enqueue(tx, 'channels.erase', { channelId });
    });
  }

  /** Locks the community and gives it. Errors: `not_found`, `forbidden`, always where no roles decide. */
  private async manage(
    tx: Tx,
    viewer: SignedInViewer,
    channelId: ChannelId,
  ): Promise<{ channel: ChannelRow; communityId: CommunityId }> {
    await lockCommunityOf(tx, channelId, 'exclusive');
    const channel = await this.queries.viewable(viewer, channelId);
    const communityId = governingCommunity(channel);
    if (communityId === null || !holds(channel.permissions, bit.manage_channels)) {
      throw new ProblemError('forbidden');
    }
    return { channel, communityId };
  }
}

function referenceTo({ id, type }: TypedChannel, communityId: CommunityId) {
  return { channelId: id, channelType: type, communityId };
}

function topicsOf({ id }: TypedChannel, communityId: CommunityId): string[] {
  return [channelTopic(id), communityTopic(communityId)];
}
