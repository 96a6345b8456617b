import { Injectable } from '@nestjs/common';
import type { CommunityId, Role, RoleId } from '@plaza/contract';
import { Database } from '../../../platform/database/database.js';
import '../communities.tables.js';

export interface RoleRow {
  id: RoleId;
  community_id: CommunityId;
  name: string;
  position: number;
  permissions: bigint;
  is_everyone: boolean;
}

@Injectable()
export class RolesQueries {
  constructor(private readonly database: Database) {}

  /** All roles of a community, highest first. */
  async list(communityId: CommunityId): Promise<RoleRow[]> {
    return this.select().where('community_id', '=', communityId).orderBy('position', 'desc').execute();
  }

  async find(communityId: CommunityId, roleId: RoleId): Promise<RoleRow | undefined> {
    return this.select().where('community_id', '=', communityId).where('id', '=', roleId).executeTakeFirst();
  }

  async byIds(roleIds: RoleId[]): Promise<RoleRow[]> {
    return this.select().where('id', 'in', roleIds).execute();
  }

  private select() {
    return this.database.read
      .selectFrom('roles')
      .select(['id', 'community_id', 'name', 'position', 'permissions', 'is_everyone']);
  }
}

export function roleView(row: RoleRow): Role {
  return {
    id: row.id,
    communityId: row.community_id,
    name: row.name,
    position: row.position,
    permissions: String(row.permissions),
    isEveryone: row.is_everyone,
  };
}
