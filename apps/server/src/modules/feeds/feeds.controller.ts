import { Injectable } from '@nestjs/common';
import { feeds } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../platform/http/handle-operation.js';
import { FeedsService } from './feeds.service.js';

@Injectable()
export class FeedsController {
  constructor(private readonly service: FeedsService) {}

  @HandleOperation(feeds.home)
  async home({ viewer, query }: OperationCall<typeof feeds.home>) {
    return this.service.homePage(viewer.userId, query);
  }

  @HandleOperation(feeds.homeNew)
  async homeNew({ viewer, query }: OperationCall<typeof feeds.homeNew>) {
    return { count: await this.service.newInHome(viewer.userId, query.since) };
  }

  @HandleOperation(feeds.public)
  async public({ viewer, query }: OperationCall<typeof feeds.public>) {
    return this.service.publicPage(viewer.userId, query);
  }
}
