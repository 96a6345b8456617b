import { Injectable } from '@nestjs/common';
import {
  CommunityId,
  type CommunityKind,
  type CommunityVisibility,
  type JoinPolicy,
  type UserId,
} from '@plaza/contract';
import { type RawBuilder, sql } from 'kysely';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Viewer } from '../../platform/http/viewer.js';
import { communityPermissions, mayKnow, membershipIn } from './permissions/permissions.sql.js';
import './communities.tables.js';

export interface CommunityFacts {
  id: CommunityId;
  kind: CommunityKind;
  name: string;
  handle: string;
  description: string;
  visibility: CommunityVisibility;
  join_policy: JoinPolicy;
  member_count: number;
  created_at: Date;
}

/** With the viewer's membership. */
export interface CommunityRow extends CommunityFacts {
  is_owner: boolean;
  is_member: boolean;
  is_banned: boolean;
  joined_at: Date | null;
  permissions: bigint;
}

export interface CommunityFilter {
  kind?: CommunityKind | undefined;
  /** Start of the name or the handle. */
  query?: string | undefined;
  before?: CommunityId | undefined;
  limit: number;
}

/** Reads of communities, each with the viewer's membership; what the viewer may not know of is left out. */
@Injectable()
export class CommunitiesQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async find(viewer: Viewer, idOrHandle: string): Promise<CommunityRow | undefined> {
    const id = CommunityId.safeParse(idOrHandle);
    const [row] = await this.select(
      viewer,
      id.success ? sql`c.id = ${id.data}` : sql`c.handle = ${idOrHandle}::citext`,
    );
    return row;
  }

  async byIds(viewer: Viewer, ids: CommunityId[]): Promise<CommunityRow[]> {
    return this.select(viewer, sql`c.id = any(${ids}::uuid[])`);
  }

  /** Newest first, at most `limit`. Visible ones and the viewer's own secret ones each come from an index of their own. */
  async list(viewer: Viewer, { kind, query, before, limit }: CommunityFilter): Promise<CommunityRow[]> {
    const filter = sql`
      ${kind ? sql`and c.kind = ${kind}` : sql``}
      ${query ? sql`and ${startsWith(query)}` : sql``}
      ${before ? sql`and c.id < ${before}` : sql``}
    `;
    const membership = this.membership(viewer.userId);
    const { rows } = await sql<CommunityRow>`
      select * from (
        (
          select ${columns}
          from communities c
          cross join lateral (${membership}) as s
          where c.deleted_at is null and c.visibility <> 'secret' and ${mayKnow('c', 's')} ${filter}
          order by c.id desc
          limit ${limit}
        )
        union all
        (
          select ${columns}
          from members own
          join communities c on c.id = own.community_id
          cross join lateral (${membership}) as s
          where own.user_id = ${viewer.userId} and c.deleted_at is null and c.visibility = 'secret' ${filter}
          order by c.id desc
          limit ${limit}
        )
      ) as known
      order by id desc
      limit ${limit}
    `.execute(this.database.read);
    return rows;
  }

  /** Those the viewer is a member of, newest membership first, at most `limit`. */
  async mine(
    viewerId: UserId,
    after: [joinedAt: Date, id: CommunityId] | undefined,
    limit: number,
  ): Promise<(CommunityRow & { joined_at: Date })[]> {
    const { rows } = await sql<CommunityRow & { joined_at: Date }>`
      select ${columns}
      from members own
      join communities c on c.id = own.community_id
      cross join lateral (${this.membership(viewerId)}) as s
      where own.user_id = ${viewerId} and c.deleted_at is null
        ${after ? sql`and (own.joined_at, own.community_id) < (${after[0]}, ${after[1]}::uuid)` : sql``}
      order by own.joined_at desc, own.community_id desc
      limit ${limit}
    `.execute(this.database.read);
    return rows;
  }

  /** What is the same for all who may know of them; asked for those who do. */
  async facts(ids: CommunityId[]): Promise<Map<CommunityId, CommunityFacts>> {
    const rows = await this.database.read
      .selectFrom('communities')
      .select([
        'id',
        'kind',
        'name',
        'handle',
        'description',
        'visibility',
        'join_policy',
        'member_count',
        'created_at',
      ])
      .where('id', 'in', ids)
      .where('deleted_at', 'is', null)
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async select(viewer: Viewer, condition: RawBuilder<unknown>): Promise<CommunityRow[]> {
    const { rows } = await sql<CommunityRow>`
      select ${columns}
      from communities c
      cross join lateral (${this.membership(viewer.userId)}) as s
      where ${condition} and c.deleted_at is null and ${mayKnow('c', 's')}
    `.execute(this.database.read);
    return rows;
  }

  private membership(viewerId: UserId | null): RawBuilder<unknown> {
    return membershipIn('c', sql`${viewerId}::uuid`, this.clock.now());
  }
}

const columns = sql`
  c.id, c.kind, c.name, c.handle, c.description, c.visibility, c.join_policy, c.member_count, c.created_at,
  s.is_owner, s.is_member, s.is_banned, s.joined_at, ${communityPermissions('s')} as permissions
`;

function startsWith(query: string): RawBuilder<boolean> {
  const pattern = `${query.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`(lower(c.name) like lower(${pattern}) or lower(c.handle::text) like lower(${pattern}))`;
}
