import { Injectable } from '@nestjs/common';
import { type Answer, ChannelId, channels } from '@plaza/contract';
import { z } from 'zod';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { defineList, instant, Lists } from '../../../platform/lists/lists.js';
import { CommunityAccess } from '../../communities/index.js';
import { ChannelsQueries } from './channels.queries.js';
import { ChannelsService } from './channels.service.js';
import { ChannelsViews } from './channels.views.js';
import { DirectChannelsService } from './direct-channels.service.js';
import { ExplainPermissions } from './explain-permissions.js';
import { overwriteView } from './overwrites.repository.js';
import { OverwritesService } from './overwrites.service.js';

const conversations = defineList('channels.mine', z.tuple([instant, ChannelId]));

@Injectable()
export class ChannelsController {
  constructor(
    private readonly service: ChannelsService,
    private readonly directChannels: DirectChannelsService,
    private readonly overwrites: OverwritesService,
    private readonly permissions: ExplainPermissions,
    private readonly access: CommunityAccess,
    private readonly queries: ChannelsQueries,
    private readonly views: ChannelsViews,
    private readonly lists: Lists,
  ) {}

  @HandleOperation(channels.create)
  async create({ viewer, params, body }: OperationCall<typeof channels.create>) {
    return this.views.channel(viewer.userId, await this.service.create(viewer, params.communityId, body));
  }

  @HandleOperation(channels.list)
  async list({ viewer, params }: OperationCall<typeof channels.list>) {
    await this.access.membership(viewer, params.communityId);
    const rows = await this.queries.ofCommunity(viewer, params.communityId);
    return { items: await this.views.channels(viewer.userId, rows) };
  }

  @HandleOperation(channels.mine)
  async mine({ viewer, query }: OperationCall<typeof channels.mine>) {
    const { rows, nextCursor } = await this.lists.page(conversations, {
      viewerId: viewer.userId,
      query,
      load: ({ after, limit }) => this.queries.conversationsOf(viewer.userId, after, limit),
      keyOf: (row) => [row.latest_at, row.id],
    });
    return { items: await this.views.channels(viewer.userId, rows), nextCursor };
  }

  @HandleOperation(channels.openDirect)
  async openDirect({ viewer, body }: OperationCall<typeof channels.openDirect>) {
    return this.views.channel(viewer.userId, await this.directChannels.open(viewer, body.userId));
  }

  @HandleOperation(channels.get)
  async get({ viewer, params }: OperationCall<typeof channels.get>) {
    return this.views.channel(viewer.userId, await this.queries.viewable(viewer, params.channelId));
  }

  @HandleOperation(channels.update)
  async update({ viewer, params, body }: OperationCall<typeof channels.update>) {
    return this.views.channel(viewer.userId, await this.service.update(viewer, params.channelId, body));
  }

  @HandleOperation(channels.delete)
  async delete({ viewer, params }: OperationCall<typeof channels.delete>) {
    await this.service.delete(viewer, params.channelId);
  }

  @HandleOperation(channels.overwrites)
  async listOverwrites({ viewer, params }: OperationCall<typeof channels.overwrites>) {
    return { items: (await this.overwrites.list(viewer, params.channelId)).map(overwriteView) };
  }

  @HandleOperation(channels.putOverwrite)
  async putOverwrite({ viewer, params, query, body }: OperationCall<typeof channels.putOverwrite>) {
    const { channelId, roleOrUserId } = params;
    return overwriteView(await this.overwrites.put(viewer, channelId, roleOrUserId, body, query.confirm));
  }

  @HandleOperation(channels.deleteOverwrite)
  async deleteOverwrite({ viewer, params, query }: OperationCall<typeof channels.deleteOverwrite>) {
    await this.overwrites.delete(viewer, params.channelId, params.roleOrUserId, query.confirm);
  }

  @HandleOperation(channels.permissions)
  async explainPermissions({
    viewer,
    params,
    query,
  }: OperationCall<typeof channels.permissions>): Promise<Answer<typeof channels.permissions>> {
    const userId = query.userId ?? viewer.userId;
    const explained = await this.permissions.explain(viewer, params.channelId, userId);
    return {
      permissions: String(explained.permissions),
      explained: query.explain ? explained.verdicts : null,
    };
  }
}
