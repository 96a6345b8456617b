import { Injectable } from '@nestjs/common';
import { roles } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { CommunityAccess } from '../access/community-access.js';
import { assertSeesInside } from '../communities.policy.js';
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

  @Serve(roles.list)
  async list({ viewer, params }: Call<typeof roles.list>) {
    assertSeesInside(await this.access.standing(viewer, params.communityId));
    return { items: (await this.queries.list(params.communityId)).map(roleView) };
  }

  @Serve(roles.create)
  async create({ viewer, params, body }: Call<typeof roles.create>) {
    return roleView(await this.service.create(viewer, params.communityId, body));
  }

  @Serve(roles.update)
  async update({ viewer, params, query, body }: Call<typeof roles.update>) {
    const { communityId, roleId } = params;
    return roleView(await this.service.update(viewer, communityId, roleId, body, query.confirm));
  }

  @Serve(roles.delete)
  async delete({ viewer, params, query }: Call<typeof roles.delete>) {
    await this.service.delete(viewer, params.communityId, params.roleId, query.confirm);
  }

  @Serve(roles.give)
  async give({ viewer, params }: Call<typeof roles.give>) {
    await this.holders.give(viewer, params);
  }

  @Serve(roles.take)
  async take({ viewer, params }: Call<typeof roles.take>) {
    await this.holders.take(viewer, params);
  }
}
