import { Injectable } from '@nestjs/common';
import { channels, type UserId } from '@plaza/contract';
import { Cursors } from '../../../platform/cursors/cursors.js';
import { pageOf } from '../../../platform/cursors/page-of.js';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { CommunityAccess } from '../../communities/index.js';
import { ChannelsQueries } from './channels.queries.js';
import { ChannelsService } from './channels.service.js';
import { ChannelsViews } from './channels.views.js';
import { DirectChannelsService } from './direct-channels.service.js';

@Injectable()
export class ChannelsController {
  constructor(
    private readonly service: ChannelsService,
    private readonly directChannels: DirectChannelsService,
    private readonly access: CommunityAccess,
    private readonly queries: ChannelsQueries,
    private readonly views: ChannelsViews,
    private readonly cursors: Cursors,
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
    const context = contextOf(viewer.userId);
    const after = query.cursor ? placeOf(this.cursors.open(context, query.cursor)) : undefined;
    const rows = await this.queries.conversationsOf(viewer.userId, after, query.limit + 1);
    const page = pageOf(rows, query.limit, (row) =>
      this.cursors.seal(context, [row.latest_at.toISOString(), row.id]),
    );
    return { items: await this.views.channels(viewer.userId, page.rows), nextCursor: page.nextCursor };
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
}

function contextOf(viewerId: UserId) {
  return { list: 'channels.mine', viewerId };
}

function placeOf([latestAt, id]: (string | number | null)[]) {
  return { latestAt: new Date(String(latestAt)), id: String(id) };
}
