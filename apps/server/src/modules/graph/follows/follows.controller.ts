import { Injectable } from '@nestjs/common';
import { type Answer, graph } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { FollowLists } from './follow-lists.js';
import { FollowsService } from './follows.service.js';

@Injectable()
export class FollowsController {
  constructor(
    private readonly follows: FollowsService,
    private readonly lists: FollowLists,
  ) {}

  @Serve(graph.follow)
  async follow({ viewer, params }: Call<typeof graph.follow>): Promise<Answer<typeof graph.follow>> {
    return { follow: await this.follows.follow(viewer.userId, params.userId) };
  }

  @Serve(graph.unfollow)
  async unfollow({ viewer, params }: Call<typeof graph.unfollow>) {
    await this.follows.unfollow(viewer.userId, params.userId);
  }

  @Serve(graph.followers)
  async followers({ viewer, params, query }: Call<typeof graph.followers>) {
    return this.lists.of(params.userId, 'followers', viewer.userId, query);
  }

  @Serve(graph.following)
  async following({ viewer, params, query }: Call<typeof graph.following>) {
    return this.lists.of(params.userId, 'following', viewer.userId, query);
  }

  @Serve(graph.followRequests)
  async requests({ viewer, query }: Call<typeof graph.followRequests>) {
    return this.lists.requests(viewer.userId, query);
  }

  @Serve(graph.acceptFollowRequest)
  async accept({ viewer, params }: Call<typeof graph.acceptFollowRequest>) {
    await this.follows.accept(viewer.userId, params.userId);
  }

  @Serve(graph.rejectFollowRequest)
  async reject({ viewer, params }: Call<typeof graph.rejectFollowRequest>) {
    await this.follows.reject(viewer.userId, params.userId);
  }
}
