import { Injectable } from '@nestjs/common';
import { graph } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { BlocksQueries } from './blocks.queries.js';
import { BlocksService } from './blocks.service.js';

@Injectable()
export class BlocksController {
  constructor(
    private readonly service: BlocksService,
    private readonly list: BlocksQueries,
  ) {}

  @HandleOperation(graph.block)
  async block({ viewer, params }: OperationCall<typeof graph.block>) {
    await this.service.block(viewer.userId, params.userId);
  }

  @HandleOperation(graph.unblock)
  async unblock({ viewer, params }: OperationCall<typeof graph.unblock>) {
    await this.service.unblock(viewer.userId, params.userId);
  }

  @HandleOperation(graph.blocks)
  async blocks({ viewer, query }: OperationCall<typeof graph.blocks>) {
    return this.list.page(viewer.userId, query);
  }
}
