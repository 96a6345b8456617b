import { Injectable } from '@nestjs/common';
import type { CommunityId, RoleId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import type { Tx } from '../../../platform/database/database.js';
import { Ids } from '../../../platform/ids/ids.js';
import type { RoleRow } from './roles.queries.js';
import '../communities.tables.js';

/** Writes roles so that their positions are always 0, 1, 2 … without a gap; the order of a community is guarded by its lock. */
@Injectable()
export class RolesRepository {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Just above `@everyone`. */
  async insert(
    tx: Tx,
    communityId: CommunityId,
    { name, permissions }: { name: string; permissions: bigint },
  ): Promise<RoleRow> {
    await tx
      .updateTable('roles')
      .set((row) => ({ position: row('position', '+', 1) }))
      .where('community_id', '=', communityId)
      .where('position', '>=', 1)
      .execute();
    return tx
      .insertInto('roles')
      .values({
        id: this.ids.next(),
        community_id: communityId,
        name,
        position: 1,
        permissions,
        created_at: this.clock.now(),
      })
      .returning(['id', 'community_id', 'name', 'position', 'permissions', 'is_everyone'])
      .executeTakeFirstOrThrow();
  }

  async update(
    tx: Tx,
    roleId: RoleId,
    { name, permissions }: { name: string; permissions: bigint },
  ): Promise<void> {
    await tx.updateTable('roles').set({ name, permissions }).where('id', '=', roleId).execute();
  }

  /** Those in between close up behind it. */
  async move(tx: Tx, role: RoleRow, position: number): Promise<void> {
    const lowest = Math.min(role.position, position);
    const highest = Math.max(role.position, position);
    const step = position > role.position ? -1 : 1;
    await sql`
      update roles
      set position = case when id = ${role.id} then ${position} else position + ${step} end
      where community_id = ${role.community_id} and position between ${lowest} and ${highest}
    `.execute(tx);
  }

  async delete(tx: Tx, role: RoleRow): Promise<void> {
    await tx.deleteFrom('roles').where('id', '=', role.id).execute();
    await tx
      .updateTable('roles')
      .set((row) => ({ position: row('position', '-', 1) }))
      .where('community_id', '=', role.community_id)
      .where('position', '>', role.position)
      .execute();
  }
}
