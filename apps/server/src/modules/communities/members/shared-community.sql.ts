import type { UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** SQL: who asks and the person of this column are members of one living community that is no larger than `largest`. */
export function sharesCommunity(
  viewer: RawBuilder<UserId>,
  column: string,
  largest: number,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (
    select
    from members as own
    inner join communities as shared on shared.id = own.community_id
    where own.user_id = ${viewer}
      and shared.deleted_at is null
      and shared.member_count <= ${largest}
      and (
        select true
        from members as theirs
        where theirs.community_id = own.community_id and theirs.user_id = ${sql.ref(column)}
      )
  )`;
}
