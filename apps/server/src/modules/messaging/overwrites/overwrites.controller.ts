import { Injectable } from '@nestjs/common';
import { type Answer, channels } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { ChannelPermissionsService } from './channel-permissions.service.js';
import { overwriteView } from './overwrites.queries.js';
import { OverwritesService } from './overwrites.service.js';

@Injectable()
export class OverwritesController {
  constructor(
    private readonly service: OverwritesService,
    private readonly permissionsService: ChannelPermissionsService,
  ) {}

  @Serve(channels.overwrites)
  async list({ viewer, params }: Call<typeof channels.overwrites>) {
    return { items: (await this.service.list(viewer, params.channelId)).map(overwriteView) };
  }

  @Serve(channels.putOverwrite)
  async put({ viewer, params, query, body }: Call<typeof channels.putOverwrite>) {
    const { channelId, roleOrUserId } = params;
    return overwriteView(await this.service.put(viewer, channelId, roleOrUserId, body, query.confirm));
  }

  @Serve(channels.deleteOverwrite)
  async delete({ viewer, params, query }: Call<typeof channels.deleteOverwrite>) {
    await this.service.delete(viewer, params.channelId, params.roleOrUserId, query.confirm);
  }

  @Serve(channels.permissions)
  async permissions({
    viewer,
    params,
    query,
  }: Call<typeof channels.permissions>): Promise<Answer<typeof channels.permissions>> {
    const userId = query.userId ?? viewer.userId;
    const explained = await this.permissionsService.explain(viewer, params.channelId, userId);
    return {
      permissions: String(explained.permissions),
      explained: query.explain ? explained.verdicts : null,
    };
  }
}
