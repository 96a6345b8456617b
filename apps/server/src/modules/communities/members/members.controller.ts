import { Injectable } from '@nestjs/common';
import { type CommunityId, communities, type UserId } from '@plaza/contract';
import { Cursors } from '../../../platform/cursors/cursors.js';
import { pageOf } from '../../../platform/cursors/page-of.js';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { assertSeesInside } from '../communities.policy.js';
import { CommunityAccess } from '../permissions/community-access.js';
import { type MemberRow, MembersQueries } from './members.queries.js';
import { MembersService } from './members.service.js';
import { MembersViews } from './members.views.js';

@Injectable()
export class MembersController {
  constructor(
    private readonly access: CommunityAccess,
    private readonly service: MembersService,
    private readonly queries: MembersQueries,
    private readonly views: MembersViews,
    private readonly cursors: Cursors,
  ) {}

  @HandleOperation(communities.members)
  async members({ viewer, params, query }: OperationCall<typeof communities.members>) {
    assertSeesInside(await this.access.membership(viewer, params.communityId));
    const context = contextOf(viewer.userId, params.communityId);
    const after = query.cursor ? placeOf(this.cursors.open(context, query.cursor)) : undefined;
    const rows = await this.queries.page(params.communityId, after, query.limit + 1);
    const page = pageOf(rows, query.limit, (row) =>
      this.cursors.seal(context, [row.joined_at.toISOString(), row.user_id]),
    );
    return { items: await this.views.members(page.rows), nextCursor: page.nextCursor };
  }

  @HandleOperation(communities.updateMember)
  async updateMember({ viewer, params, body }: OperationCall<typeof communities.updateMember>) {
    const row = await this.service.update(viewer, params.communityId, params.userId, {
      nickname: body.nickname,
      timedOutUntil: body.timedOutUntil == null ? body.timedOutUntil : new Date(body.timedOutUntil),
    });
    return this.view(row);
  }

  @HandleOperation(communities.kick)
  async kick({ viewer, params }: OperationCall<typeof communities.kick>) {
    await this.service.kick(viewer, params.communityId, params.userId);
  }

  @HandleOperation(communities.ban)
  async ban({ viewer, params, body }: OperationCall<typeof communities.ban>) {
    await this.service.ban(viewer, params.communityId, params.userId, {
      reason: body.reason,
      expiresAt: body.expiresAt === null ? null : new Date(body.expiresAt),
    });
  }

  @HandleOperation(communities.unban)
  async unban({ viewer, params }: OperationCall<typeof communities.unban>) {
    await this.service.unban(viewer, params.communityId, params.userId);
  }

  private async view(row: MemberRow) {
    const [member] = await this.views.members([row]);
    if (!member) throw new ProblemError('not_found');
    return member;
  }
}

function contextOf(viewerId: UserId | null, communityId: CommunityId) {
  return { list: 'members', viewerId, filters: { communityId } };
}

function placeOf([joinedAt, userId]: (string | number | null)[]) {
  return { joinedAt: new Date(String(joinedAt)), userId: String(userId) };
}
