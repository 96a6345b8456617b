import { Injectable } from '@nestjs/common';
import { roles } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { assertSeesInside } from '../communities.policy.js';
import { CommunityAccess } from '../permissions/community-access.js';
import { RoleHoldersService } from './role-holders.service.js';
import { RolesQueries, roleView } from './roles.queries.js';
import { RolesService } from './roles.service.js';

@Injectable()
export class RolesController {
  constructor(
    private readonly access: CommunityAccess,
    private readonly service: RolesService,
    private readonly holders: RoleHoldersService,
    private readonly queries: RolesQueries,
  ) {}

  @HandleOperation(roles.list)
  async list({ viewer, params }: OperationCall<typeof roles.list>) {
    assertSeesInside(await this.access.membership(viewer, params.communityId));
    return { items: (await this.queries.list(params.communityId)).map(roleView) };
  }

  @HandleOperation(roles.create)
  async create({ viewer, params, body }: OperationCall<typeof roles.create>) {
    return roleView(await this.service.create(viewer, params.communityId, body));
  }

  @HandleOperation(roles.update)
  async update({ viewer, params, query, body }: OperationCall<typeof roles.update>) {
    const { communityId, roleId } = params;
    return roleView(await this.service.update(viewer, communityId, roleId, body, query.confirm));
  }

  @HandleOperation(roles.delete)
  async delete({ viewer, params, query }: OperationCall<typeof roles.delete>) {
    await this.service.delete(viewer, params.communityId, params.roleId, query.confirm);
  }

  @HandleOperation(roles.give)
  async give({ viewer, params }: OperationCall<typeof roles.give>) {
    await this.holders.give(viewer, params);
  }

  @HandleOperation(roles.take)
  async take({ viewer, params }: OperationCall<typeof roles.take>) {
    await this.holders.take(viewer, params);
  }
}
