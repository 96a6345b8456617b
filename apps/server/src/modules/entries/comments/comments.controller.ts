import { Injectable } from '@nestjs/common';
import { comments, entries } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
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

  @HandleOperation(entries.comment)
  async create({ viewer, params, body }: OperationCall<typeof entries.comment>) {
    return this.service.create(viewer, params.entryId, body.body);
  }

  @HandleOperation(entries.comments)
  async page({ viewer, params, query }: OperationCall<typeof entries.comments>) {
    return this.tree.page(viewer, params.entryId, query);
  }

  @HandleOperation(entries.context)
  async context({ viewer, params, query }: OperationCall<typeof entries.context>) {
    return this.tree.context(viewer, params.entryId, query.sort);
  }

  @HandleOperation(comments.update)
  async update({ viewer, params, body }: OperationCall<typeof comments.update>) {
    return this.entries.edit(viewer, params.commentId, 'comment', body);
  }

  @HandleOperation(comments.delete)
  async delete({ viewer, params }: OperationCall<typeof comments.delete>) {
    await this.service.delete(viewer, params.commentId);
  }
}
