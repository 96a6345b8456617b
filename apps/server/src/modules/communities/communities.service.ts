import { Injectable } from '@nestjs/common';
import {
  type CommunityId,
  type CommunityKind,
  type CommunityVisibility,
  type JoinPolicy,
  limits,
  type UserId,
} from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { EventLog } from '../../platform/events/event-log.js';
import type { SignedInViewer } from '../../platform/http/viewer.js';
import { Ids } from '../../platform/ids/ids.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { ProblemError } from '../../platform/problems/problem-error.js';
import { AuditLog } from './audit-log.js';
import { communityTopics } from './communities.events.js';
import { assertHolds, assertOwns, everydayPermissions } from './communities.policy.js';
import { CommunitiesQueries, type CommunityRow } from './communities.queries.js';
import { handlesFor, isReservedHandle } from './handles.js';
import { MembershipsRepository } from './members/memberships.repository.js';
import { CommunityAccess } from './permissions/community-access.js';
import { lockCommunity } from './permissions/community-lock.js';
import { bit } from './permissions/permissions.js';

export interface CommunityDraft {
  kind: CommunityKind;
  name: string;
  handle?: string | undefined;
  description: string;
  visibility: CommunityVisibility;
  joinPolicy: JoinPolicy;
}

export interface CommunityChanges {
  name?: string | undefined;
  description?: string | undefined;
  visibility?: CommunityVisibility | undefined;
  joinPolicy?: JoinPolicy | undefined;
}

/** Founding, changing and ending communities. */
@Injectable()
export class CommunitiesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly events: EventLog,
    private readonly jobs: Jobs,
    private readonly access: CommunityAccess,
    private readonly queries: CommunitiesQueries,
    private readonly memberships: MembershipsRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Founds a community that the viewer owns. Errors: `handle_taken`, `limit_reached`. */
  async create(viewer: SignedInViewer, draft: CommunityDraft): Promise<CommunityRow> {
    const communityId = this.ids.next<CommunityId>();
    return this.database.transaction(async (tx) => {
      await this.memberships.lockUser(tx, viewer.userId);
      await this.memberships.assertRoomForMore(tx, viewer.userId);
      await this.assertMayOwnMore(tx, viewer.userId);
      await this.insert(tx, communityId, viewer.userId, draft);
      await this.insertEveryone(tx, communityId);
      await this.memberships.add(tx, communityId, viewer.userId);
      await this.audit.record(tx, { communityId, actorId: viewer.userId, action: 'community.created' });
      const about = { topics: communityTopics(communityId, viewer.userId), actorId: viewer.userId };
      await this.events.append(
        tx,
        { name: 'community.created', subject: { communityId, ownerId: viewer.userId }, ...about },
        { name: 'member.joined', subject: { communityId, userId: viewer.userId }, ...about },
      );
      return this.view(viewer, communityId);
    });
  }

  /** Errors: `not_found`, `forbidden`. */
  async update(
    viewer: SignedInViewer,
    communityId: CommunityId,
    changes: CommunityChanges,
  ): Promise<CommunityRow> {
    return this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      assertHolds(await this.access.membership(viewer, communityId), bit.manage_community);
      if (await this.change(tx, communityId, changes)) {
        await this.audit.record(tx, {
          communityId,
          actorId: viewer.userId,
          action: 'community.updated',
          detail: { ...changes },
        });
        await this.events.append(tx, {
          name: 'community.updated',
          subject: { communityId },
          topics: communityTopics(communityId),
          actorId: viewer.userId,
        });
      }
      return this.view(viewer, communityId);
    });
  }

  /** Hides it from everybody at once; its rows are erased by a job. Errors: `not_found`, `owner_required`. */
  async delete(viewer: SignedInViewer, communityId: CommunityId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockCommunity(tx, communityId, 'exclusive');
      assertOwns(await this.access.membership(viewer, communityId));
      await tx
        .updateTable('communities')
        .set({ deleted_at: this.clock.now() })
        .where('id', '=', communityId)
        .execute();
      await this.audit.record(tx, { communityId, actorId: viewer.userId, action: 'community.deleted' });
      await this.events.append(tx, {
        name: 'community.deleted',
        subject: { communityId },
        topics: communityTopics(communityId),
        actorId: viewer.userId,
      });
      await this.jobs.enqueue(tx, 'communities.erase', { communityId });
    });
  }

  private async view(viewer: SignedInViewer, communityId: CommunityId): Promise<CommunityRow> {
    const [row] = await this.queries.byIds(viewer, [communityId]);
    if (!row) throw new ProblemError('not_found');
    return row;
  }

  private async assertMayOwnMore(tx: Tx, userId: UserId): Promise<void> {
    const owned = await tx
      .selectFrom('communities')
      .select('id')
      .where('owner_id', '=', userId)
      .where('deleted_at', 'is', null)
      .limit(limits.communitiesPerOwner)
      .execute();
    if (owned.length === limits.communitiesPerOwner) throw new ProblemError('limit_reached');
  }

  /** A handle derived from the name gets a suffix when it is taken; a chosen one is refused. */
  private async insert(
    tx: Tx,
    communityId: CommunityId,
    ownerId: UserId,
    draft: CommunityDraft,
  ): Promise<void> {
    if (draft.handle !== undefined && isReservedHandle(draft.handle)) throw new ProblemError('handle_taken');
    const handles = draft.handle === undefined ? handlesFor(draft.name, communityId) : [draft.handle];
    for (const handle of handles) {
      const inserted = await tx
        .insertInto('communities')
        .values({
          id: communityId,
          kind: draft.kind,
          name: draft.name,
          handle,
          description: draft.description,
          visibility: draft.visibility,
          join_policy: draft.joinPolicy,
          owner_id: ownerId,
          created_at: this.clock.now(),
        })
        .onConflict((conflict) => conflict.column('handle').where('deleted_at', 'is', null).doNothing())
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows === 1n) return;
    }
    throw new ProblemError('handle_taken');
  }

  private async insertEveryone(tx: Tx, communityId: CommunityId): Promise<void> {
    await tx
      .insertInto('roles')
      .values({
        id: this.ids.next(),
        community_id: communityId,
        name: '@everyone',
        position: 0,
        permissions: everydayPermissions,
        is_everyone: true,
        created_at: this.clock.now(),
      })
      .execute();
  }

  /** Gives whether anything differs from before. */
  private async change(tx: Tx, communityId: CommunityId, changes: CommunityChanges): Promise<boolean> {
    const { rows } = await sql<{ id: string }>`
      update communities
      set
        name = coalesce(${changes.name ?? null}, name),
        description = coalesce(${changes.description ?? null}, description),
        visibility = coalesce(${changes.visibility ?? null}, visibility),
        join_policy = coalesce(${changes.joinPolicy ?? null}, join_policy)
      where id = ${communityId}
        and (name, description, visibility, join_policy) is distinct from (
          coalesce(${changes.name ?? null}, name),
          coalesce(${changes.description ?? null}, description),
          coalesce(${changes.visibility ?? null}, visibility),
          coalesce(${changes.joinPolicy ?? null}, join_policy)
        )
      returning id
    `.execute(tx);
    return rows.length > 0;
  }
}
