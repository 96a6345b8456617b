import { Injectable } from '@nestjs/common';
import { type EntryId, posts } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Cursors } from '../../../platform/cursors/cursors.js';
import { pageOf } from '../../../platform/cursors/page-of.js';
import { type Call, Serve } from '../../../platform/http/serve.js';
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

  @Serve(posts.create)
  async create({ viewer, body }: Call<typeof posts.create>) {
    return this.service.create(viewer, body);
  }

  @Serve(posts.list)
  async list({ viewer, query }: Call<typeof posts.list>) {
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

  @Serve(posts.get)
  async get({ viewer, params }: Call<typeof posts.get>) {
    return this.entries.get(viewer, params.postId, 'post');
  }

  @Serve(posts.update)
  async update({ viewer, params, body }: Call<typeof posts.update>) {
    await this.entries.edit(viewer, params.postId, 'post', body);
    return this.entries.get(viewer, params.postId, 'post');
  }

  @Serve(posts.delete)
  async delete({ viewer, params }: Call<typeof posts.delete>) {
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
