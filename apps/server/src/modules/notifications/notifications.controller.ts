import { Injectable } from '@nestjs/common';
import { NotificationId, notifications } from '@plaza/contract';
import { z } from 'zod';
import { HandleOperation, type OperationCall } from '../../platform/http/handle-operation.js';
import { defineList, instant, Lists } from '../../platform/lists/lists.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationsViews } from './notifications.views.js';
import { UnreadCounts } from './unread-counts.js';

const inbox = defineList('notifications', z.tuple([instant, NotificationId]));

@Injectable()
export class NotificationsController {
  constructor(
    private readonly service: NotificationsService,
    private readonly queries: NotificationsQueries,
    private readonly views: NotificationsViews,
    private readonly counts: UnreadCounts,
    private readonly lists: Lists,
  ) {}

  @HandleOperation(notifications.list)
  async list({ viewer, query }: OperationCall<typeof notifications.list>) {
    const { rows, nextCursor } = await this.lists.page(inbox, {
      viewerId: viewer.userId,
      filters: { type: query.type },
      query,
      load: (slice) => this.queries.inbox(viewer.userId, { kind: query.type, ...slice }),
      keyOf: (row) => [row.updated_at, row.id],
    });
    return { items: await this.views.notifications(viewer.userId, rows), nextCursor };
  }

  @HandleOperation(notifications.unread)
  async unread({ viewer }: OperationCall<typeof notifications.unread>) {
    return this.counts.of(viewer.userId);
  }

  @HandleOperation(notifications.read)
  async read({ viewer, body }: OperationCall<typeof notifications.read>) {
    return body.upTo
      ? this.service.readUpTo(viewer.userId, body.upTo)
      : this.service.readThese(viewer.userId, body.ids ?? []);
  }
}
