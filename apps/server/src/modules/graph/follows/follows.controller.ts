import { Injectable } from '@nestjs/common';
import { type Answer, graph } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { FollowsQueries } from './follows.queries.js';
import { FollowsService } from './follows.service.js';

@Injectable()
export class FollowsController {
  constructor(
    private readonly follows: FollowsService,
    private readonly lists: FollowsQueries,
  ) {}

  @HandleOperation(graph.follow)
  async follow({ viewer, params }: OperationCall<typeof graph.follow>): Promise<Answer<typeof graph.follow>> {
    return { follow: await this.follows.follow(viewer.userId, params.userId) };
  }

  @HandleOperation(graph.unfollow)
  async unfollow({ viewer, params }: OperationCall<typeof graph.unfollow>) {
    await this.follows.unfollow(viewer.userId, params.userId);
  }

  @HandleOperation(graph.followers)
  async followers({ viewer, params, query }: OperationCall<typeof graph.followers>) {
    return this.lists.of(params.userId, 'followers', viewer.userId, query);
  }

  @HandleOperation(graph.following)
  async following({ viewer, params, query }: OperationCall<typeof graph.following>) {
    return this.lists.of(params.userId, 'following', viewer.userId, query);
  }

  @HandleOperation(graph.followRequests)
  async requests({ viewer, query }: OperationCall<typeof graph.followRequests>) {
    return this.lists.requests(viewer.userId, query);
  }

  @HandleOperation(graph.acceptFollowRequest)
  async accept({ viewer, params }: OperationCall<typeof graph.acceptFollowRequest>) {
    await this.follows.accept(viewer.userId, params.userId);
  }

  @HandleOperation(graph.rejectFollowRequest)
  async reject({ viewer, params }: OperationCall<typeof graph.rejectFollowRequest>) {
    await this.follows.reject(viewer.userId, params.userId);
  }
}
