import { Injectable } from '@nestjs/common';
import { type NotificationType, notifications, type UserId } from '@plaza/contract';
import { Cursors } from '../../platform/cursors/cursors.js';
import { pageOf } from '../../platform/cursors/page-of.js';
import { HandleOperation, type OperationCall } from '../../platform/http/handle-operation.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationsViews } from './notifications.views.js';

@Injectable()
export class NotificationsController {
  constructor(
    private readonly service: NotificationsService,
    private readonly queries: NotificationsQueries,
    private readonly views: NotificationsViews,
    private readonly cursors: Cursors,
  ) {}

  @HandleOperation(notifications.list)
  async list({ viewer, query }: OperationCall<typeof notifications.list>) {
    const context = contextOf(viewer.userId, query.type);
    const after = query.cursor ? placeOf(this.cursors.open(context, query.cursor)) : undefined;
    const rows = await this.queries.inbox(viewer.userId, { type: query.type, after, limit: query.limit + 1 });
    const page = pageOf(rows, query.limit, (row) =>
      this.cursors.seal(context, [row.updated_at.toISOString(), row.id]),
    );
    return { items: await this.views.notifications(viewer.userId, page.rows), nextCursor: page.nextCursor };
  }

  @HandleOperation(notifications.unread)
  async unread({ viewer }: OperationCall<typeof notifications.unread>) {
    return this.service.unread(viewer.userId);
  }

  @HandleOperation(notifications.read)
  async read({ viewer, body }: OperationCall<typeof notifications.read>) {
    return body.upTo
      ? this.service.readUpTo(viewer.userId, body.upTo)
      : this.service.readThese(viewer.userId, body.ids ?? []);
  }
}

function contextOf(viewerId: UserId, type: NotificationType | undefined) {
  return { list: 'notifications', viewerId, filters: { type } };
}

function placeOf([updatedAt, id]: (string | number | null)[]) {
  return { updatedAt: new Date(String(updatedAt)), id: String(id) };
}
