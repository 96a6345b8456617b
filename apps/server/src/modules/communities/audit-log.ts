import { Injectable } from '@nestjs/common';
import type { CommunityId, UserId } from '@plaza/contract';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { Ids } from '../../platform/ids/ids.js';
import './communities.tables.js';

export type AuditedAction =
  | 'community.created'
  | 'community.updated'
  | 'community.deleted'
  | 'owner.changed'
  | 'member.updated'
  | 'member.kicked'
  | 'member.banned'
  | 'member.unbanned'
  | 'role.created'
  | 'role.updated'
  | 'role.deleted'
  | 'role.given'
  | 'role.taken'
  | 'channel.created'
  | 'channel.updated'
  | 'channel.deleted'
  | 'overwrite.put'
  | 'overwrite.deleted'
  | 'message.deleted';

export interface AuditEntry {
  communityId: CommunityId;
  actorId: UserId;
  action: AuditedAction;
  /** The member, role, channel or message it was done to. */
  targetId?: string;
  detail?: Record<string, unknown>;
}

/** Keeps every act of authority in a community; rows are only ever added. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Writes in the transaction of the act itself. */
  async record(tx: Tx, { communityId, actorId, action, targetId, detail }: AuditEntry): Promise<void> {
    await tx
      .insertInto('audit_log')
      .values({
        id: this.ids.next(),
        community_id: communityId,
        actor_id: actorId,
        action,
        target_id: targetId ?? null,
        detail: JSON.stringify(detail ?? {}),
        at: this.clock.now(),
      })
      .execute();
  }
}
