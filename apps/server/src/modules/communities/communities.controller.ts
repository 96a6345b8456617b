import { Injectable } from '@nestjs/common';
import { CommunityId, communities } from '@plaza/contract';
import { z } from 'zod';
import { HandleOperation, type OperationCall } from '../../platform/http/handle-operation.js';
import { defineList, instant, Lists } from '../../platform/lists/lists.js';
import { ProblemError } from '../../platform/problems/problem-error.js';
import { CommunitiesQueries } from './communities.queries.js';
import { CommunitiesService } from './communities.service.js';
import { communityView } from './communities.views.js';
import { MembershipService } from './members/membership.service.js';

const directory = defineList('communities', z.tuple([CommunityId]));
const mine = defineList('communities.mine', z.tuple([instant, CommunityId]));

@Injectable()
export class CommunitiesController {
  constructor(
    private readonly service: CommunitiesService,
    private readonly membership: MembershipService,
    private readonly queries: CommunitiesQueries,
    private readonly lists: Lists,
  ) {}

  @HandleOperation(communities.create)
  async create({ viewer, body }: OperationCall<typeof communities.create>) {
    return communityView(viewer, await this.service.create(viewer, body));
  }

  @HandleOperation(communities.list)
  async list({ viewer, query }: OperationCall<typeof communities.list>) {
    const { kind, query: start } = query;
    const { rows, nextCursor } = await this.lists.page(directory, {
      viewerId: viewer.userId,
      filters: { kind, start },
      query,
      load: ({ after, limit }) =>
        this.queries.list(viewer, { kind, query: start, before: after?.[0], limit }),
      keyOf: (row) => [row.id],
    });
    return { items: rows.map((row) => communityView(viewer, row)), nextCursor };
  }

  @HandleOperation(communities.mine)
  async mine({ viewer, query }: OperationCall<typeof communities.mine>) {
    const { rows, nextCursor } = await this.lists.page(mine, {
      viewerId: viewer.userId,
      query,
      load: ({ after, limit }) => this.queries.mine(viewer.userId, after, limit),
      keyOf: (row) => [row.joined_at, row.id],
    });
    return { items: rows.map((row) => communityView(viewer, row)), nextCursor };
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
