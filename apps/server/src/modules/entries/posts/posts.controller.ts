import { Injectable } from '@nestjs/common';
import { type EntryId, posts } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Cursors } from '../../../platform/cursors/cursors.js';
import { pageOf } from '../../../platform/cursors/page-of.js';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { EntriesService } from '../entries.service.js';
import { EntryViews } from '../entries.views.js';
import { PostLists, type PostPlace } from './post-lists.js';
import { PostsService } from './posts.service.js';

@Injectable()
export class PostsController {
  constructor(
    private readonly service: PostsService,
    private readonly entries: EntriesService,
    private readonly lists: PostLists,
    private readonly views: EntryViews,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  @HandleOperation(posts.create)
  async create({ viewer, body }: OperationCall<typeof posts.create>) {
    return this.service.create(viewer, body);
  }

  @HandleOperation(posts.list)
  async list({ viewer, query }: OperationCall<typeof posts.list>) {
    const { sort, window, authorId, limit } = query;
    const filters = { sort, authorId, ...(sort === 'top' && { window }) };
    const context = { list: 'posts', viewerId: viewer.userId, filters };
    const after = query.cursor === undefined ? undefined : placeOf(this.cursors.open(context, query.cursor));
    const asOf = after?.asOf ?? this.clock.now();
    const rows = await this.lists.page(viewer.userId, {
      sort,
      window,
      authorId,
      asOf,
      after,
      limit: limit + 1,
    });
    const page = pageOf(rows, limit, (row) => this.cursors.seal(context, [asOf.getTime(), row.rank, row.id]));
    return { items: await this.views.posts(viewer.userId, page.rows), nextCursor: page.nextCursor };
  }

  @HandleOperation(posts.get)
  async get({ viewer, params }: OperationCall<typeof posts.get>) {
    return this.entries.get(viewer, params.postId, 'post');
  }

  @HandleOperation(posts.update)
  async update({ viewer, params, body }: OperationCall<typeof posts.update>) {
    await this.entries.edit(viewer, params.postId, 'post', body);
    return this.entries.get(viewer, params.postId, 'post');
  }

  @HandleOperation(posts.delete)
  async delete({ viewer, params }: OperationCall<typeof posts.delete>) {
    await this.service.delete(viewer, params.postId);
  }
}

/** What `list` sealed. */
function placeOf([asOf, rank, id]: (string | number | null)[]): PostPlace {
  return {
    asOf: new Date(Number(asOf)),
    rank: rank === null ? null : Number(rank),
    id: String(id) as EntryId,
  };
}
