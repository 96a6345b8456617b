import { Injectable } from '@nestjs/common';
import { comments, entries } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { EntriesService } from '../entries.service.js';
import { CommentTree } from './comment-tree.js';
import { CommentsService } from './comments.service.js';

@Injectable()
export class CommentsController {
  constructor(
    private readonly service: CommentsService,
    private readonly entries: EntriesService,
    private readonly tree: CommentTree,
  ) {}

  @Serve(entries.comment)
  async create({ viewer, params, body }: Call<typeof entries.comment>) {
    return this.service.create(viewer, params.entryId, body.body);
  }

  @Serve(entries.comments)
  async page({ viewer, params, query }: Call<typeof entries.comments>) {
    return this.tree.page(viewer, params.entryId, query);
  }

  @Serve(entries.context)
  async context({ viewer, params, query }: Call<typeof entries.context>) {
    return this.tree.context(viewer, params.entryId, query.sort);
  }

  @Serve(comments.update)
  async update({ viewer, params, body }: Call<typeof comments.update>) {
    await this.entries.edit(viewer, params.commentId, 'comment', body);
    return this.entries.get(viewer, params.commentId, 'comment');
  }

  @Serve(comments.delete)
  async delete({ viewer, params }: Call<typeof comments.delete>) {
    await this.service.delete(viewer, params.commentId);
  }
}
