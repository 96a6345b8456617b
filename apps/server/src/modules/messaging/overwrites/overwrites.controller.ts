import { Injectable } from '@nestjs/common';
import { type Answer, channels } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { ChannelPermissionsService } from './channel-permissions.service.js';
import { overwriteView } from './overwrites.queries.js';
import { OverwritesService } from './overwrites.service.js';

@Injectable()
export class OverwritesController {
  constructor(
    private readonly service: OverwritesService,
    private readonly permissionsService: ChannelPermissionsService,
  ) {}

  @HandleOperation(channels.overwrites)
  async list({ viewer, params }: OperationCall<typeof channels.overwrites>) {
    return { items: (await this.service.list(viewer, params.channelId)).map(overwriteView) };
  }

  @HandleOperation(channels.putOverwrite)
  async put({ viewer, params, query, body }: OperationCall<typeof channels.putOverwrite>) {
    const { channelId, roleOrUserId } = params;
    return overwriteView(await this.service.put(viewer, channelId, roleOrUserId, body, query.confirm));
  }

  @HandleOperation(channels.deleteOverwrite)
  async delete({ viewer, params, query }: OperationCall<typeof channels.deleteOverwrite>) {
    await this.service.delete(viewer, params.channelId, params.roleOrUserId, query.confirm);
  }

  @HandleOperation(channels.permissions)
  async permissions({
    viewer,
    params,
    query,
  }: OperationCall<typeof channels.permissions>): Promise<Answer<typeof channels.permissions>> {
    const userId = query.userId ?? viewer.userId;
    const explained = await this.permissionsService.explain(viewer, params.channelId, userId);
    return {
      permissions: String(explained.permissions),
      explained: query.explain ? explained.verdicts : null,
    };
  }
}
