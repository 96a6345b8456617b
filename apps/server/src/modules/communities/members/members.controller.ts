import { Injectable } from '@nestjs/common';
import { communities, UserId } from '@plaza/contract';
import { z } from 'zod';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { defineList, instant, Lists } from '../../../platform/lists/lists.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { assertSeesInside } from '../communities.policy.js';
import { CommunityAccess } from '../permissions/community-access.js';
import { type MemberRow, MembersQueries } from './members.queries.js';
import { MembersService } from './members.service.js';
import { MembersViews } from './members.views.js';

const members = defineList('members', z.tuple([instant, UserId]));

@Injectable()
export class MembersController {
  constructor(
    private readonly access: CommunityAccess,
    private readonly service: MembersService,
    private readonly queries: MembersQueries,
    private readonly views: MembersViews,
    private readonly lists: Lists,
  ) {}

  @HandleOperation(communities.members)
  async members({ viewer, params, query }: OperationCall<typeof communities.members>) {
    assertSeesInside(await this.access.membership(viewer, params.communityId));
    const { communityId } = params;
    const { rows, nextCursor } = await this.lists.page(members, {
      viewerId: viewer.userId,
      filters: { communityId },
      query,
      load: ({ after, limit }) => this.queries.page(communityId, after, limit),
      keyOf: (row) => [row.joined_at, row.user_id],
    });
    return { items: await this.views.members(rows), nextCursor };
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
