import { Injectable } from '@nestjs/common';
import { CommunityId, communities } from '@plaza/contract';
import { Cursors } from '../../platform/cursors/cursors.js';
import { pageOf } from '../../platform/cursors/page-of.js';
import { HandleOperation, type OperationCall } from '../../platform/http/handle-operation.js';
import { ProblemError } from '../../platform/problems/problem-error.js';
import { CommunitiesQueries } from './communities.queries.js';
import { CommunitiesService } from './communities.service.js';
import { communityView } from './communities.views.js';
import { MembershipService } from './members/membership.service.js';

@Injectable()
export class CommunitiesController {
  constructor(
    private readonly service: CommunitiesService,
    private readonly membership: MembershipService,
    private readonly queries: CommunitiesQueries,
    private readonly cursors: Cursors,
  ) {}

  @HandleOperation(communities.create)
  async create({ viewer, body }: OperationCall<typeof communities.create>) {
    return communityView(viewer, await this.service.create(viewer, body));
  }

  @HandleOperation(communities.list)
  async list({ viewer, query }: OperationCall<typeof communities.list>) {
    const { kind, query: start, limit, cursor } = query;
    const context = { list: 'communities', viewerId: viewer.userId, filters: { kind, start } };
    const before = cursor ? CommunityId.parse(this.cursors.open(context, cursor)[0]) : undefined;
    const rows = await this.queries.list(viewer, { kind, query: start, before, limit: limit + 1 });
    const page = pageOf(rows, limit, (row) => this.cursors.seal(context, [row.id]));
    return { items: page.rows.map((row) => communityView(viewer, row)), nextCursor: page.nextCursor };
  }

  @HandleOperation(communities.mine)
  async mine({ viewer, query }: OperationCall<typeof communities.mine>) {
    const context = { list: 'communities.mine', viewerId: viewer.userId };
    const after = query.cursor ? placeOf(this.cursors.open(context, query.cursor)) : undefined;
    const rows = await this.queries.mine(viewer.userId, after, query.limit + 1);
    const page = pageOf(rows, query.limit, (row) =>
      this.cursors.seal(context, [row.joined_at?.toISOString() ?? null, row.id]),
    );
    return { items: page.rows.map((row) => communityView(viewer, row)), nextCursor: page.nextCursor };
  }

  @HandleOperation(communities.get)
  async get({ viewer, params }: OperationCall<typeof communities.get>) {
    const row = await this.queries.find(viewer, params.idOrHandle);
    if (!row) throw new ProblemError('not_found');
    return communityView(viewer, row);
  }

  @HandleOperation(communities.update)
  async update({ viewer, params, body }: OperationCall<typeof communities.update>) {
    return communityView(viewer, await this.service.update(viewer, params.communityId, body));
  }

  @HandleOperation(communities.delete)
  async delete({ viewer, params }: OperationCall<typeof communities.delete>) {
    await this.service.delete(viewer, params.communityId);
  }

  @HandleOperation(communities.join)
  async join({ viewer, params }: OperationCall<typeof communities.join>) {
    return communityView(viewer, await this.membership.join(viewer, params.communityId));
  }

  @HandleOperation(communities.leave)
  async leave({ viewer, params }: OperationCall<typeof communities.leave>) {
    await this.membership.leave(viewer, params.communityId);
  }

  @HandleOperation(communities.transferOwnership)
  async transferOwnership({ viewer, params, body }: OperationCall<typeof communities.transferOwnership>) {
    await this.membership.transferOwnership(viewer, params.communityId, body.userId);
  }
}

function placeOf([joinedAt, id]: (string | number | null)[]) {
  return { joinedAt: new Date(String(joinedAt)), id: String(id) };
}
