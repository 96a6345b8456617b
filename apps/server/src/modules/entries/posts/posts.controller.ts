import { Injectable } from '@nestjs/common';
import { posts } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { EntriesService } from '../entries.service.js';
import { PostsQueries } from './posts.queries.js';
import { PostsService } from './posts.service.js';

@Injectable()
export class PostsController {
  constructor(
    private readonly service: PostsService,
    private readonly queries: PostsQueries,
    private readonly entries: EntriesService,
  ) {}

  @HandleOperation(posts.create)
  async create({ viewer, body }: OperationCall<typeof posts.create>) {
    return this.service.create(viewer, body);
  }

  @HandleOperation(posts.list)
  async list({ viewer, query }: OperationCall<typeof posts.list>) {
    return this.queries.list(viewer.userId, query);
  }

  @HandleOperation(posts.get)
  async get({ viewer, params }: OperationCall<typeof posts.get>) {
    return this.entries.getOfKind(viewer, params.postId, 'post');
  }

  @HandleOperation(posts.update)
  async update({ viewer, params, body }: OperationCall<typeof posts.update>) {
    return this.entries.edit(viewer, params.postId, 'post', body);
  }

  @HandleOperation(posts.delete)
  async delete({ viewer, params }: OperationCall<typeof posts.delete>) {
    await this.service.delete(viewer, params.postId);
  }
}
