import { Injectable } from '@nestjs/common';
import { type EntryId, feeds, type UserId } from '@plaza/contract';
import { Clock } from '../../platform/clock/clock.js';
import { Cursors } from '../../platform/cursors/cursors.js';
import { pageOf } from '../../platform/cursors/page-of.js';
import { HandleOperation, type OperationCall } from '../../platform/http/handle-operation.js';
import { lowestIdAt } from '../../platform/ids/ids.js';
import { EntryViews } from '../entries/index.js';
import { HomeQueries } from './home.queries.js';
import { PublicQueries } from './public.queries.js';

/** The pill says "99" for all that is more. */
const NEW_COUNT_CAP = 99;

@Injectable()
export class FeedsController {
  constructor(
    private readonly homes: HomeQueries,
    private readonly publicFeed: PublicQueries,
    private readonly views: EntryViews,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  @HandleOperation(feeds.home)
  async home({ viewer, query }: OperationCall<typeof feeds.home>) {
    const context = { list: 'feeds.home', viewerId: viewer.userId };
    const before = query.cursor === undefined ? undefined : idOf(this.cursors.open(context, query.cursor));
    const rows = await this.homes.stretch(viewer.userId, { before, limit: query.limit + 1 });
    const page = pageOf(rows, query.limit, (row) => this.cursors.seal(context, [row.id]));
    return {
      items: await this.views.posts(viewer.userId, page.rows),
      nextCursor: page.nextCursor,
      newestCursor: before === undefined ? this.newestCursor(viewer.userId, rows[0]?.id) : null,
    };
  }

  @HandleOperation(feeds.homeNew)
  async homeNew({ viewer, query }: OperationCall<typeof feeds.homeNew>) {
    const since = idOf(this.cursors.open(newestContext(viewer.userId), query.since));
    const rows = await this.homes.stretch(viewer.userId, { since, limit: NEW_COUNT_CAP });
    return { count: rows.length };
  }

  @HandleOperation(feeds.public)
  async public({ viewer, query }: OperationCall<typeof feeds.public>) {
    const context = { list: 'feeds.public', viewerId: viewer.userId };
    const before = query.cursor === undefined ? undefined : idOf(this.cursors.open(context, query.cursor));
    const rows = await this.publicFeed.stretch(viewer.userId, before, query.limit + 1);
    const page = pageOf(rows, query.limit, (row) => this.cursors.seal(context, [row.id]));
    return { items: await this.views.posts(viewer.userId, page.rows), nextCursor: page.nextCursor };
  }

  /** An empty feed is counted from now on. */
  private newestCursor(viewerId: UserId, newest: EntryId | undefined): string {
    return this.cursors.seal(newestContext(viewerId), [newest ?? lowestIdAt(this.clock.now())]);
  }
}

function newestContext(viewerId: UserId) {
  return { list: 'feeds.home.new', viewerId };
}

function idOf([id]: (string | number | null)[]): EntryId {
  return String(id) as EntryId;
}
