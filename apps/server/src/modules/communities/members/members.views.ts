import { Injectable } from '@nestjs/common';
import type { Member, UserSummary } from '@plaza/contract';
import { UserDirectory } from '../../identity/index.js';
import type { MemberRow } from './members.queries.js';

@Injectable()
export class MembersViews {
  constructor(private readonly users: UserDirectory) {}

  /** One view per row, in their order. */
  async members(rows: MemberRow[]): Promise<Member[]> {
    const people = await this.users.summaries(rows.map((row) => row.user_id));
    return rows.flatMap((row) => {
      const user = people.get(row.user_id);
      return user ? [memberView(row, user)] : [];
    });
  }
}

function memberView(row: MemberRow, user: UserSummary): Member {
  return {
    user,
    nickname: row.nickname,
    roleIds: row.role_ids,
    isOwner: row.is_owner,
    joinedAt: row.joined_at.toISOString(),
    timedOutUntil: row.timed_out_until?.toISOString() ?? null,
  };
}
