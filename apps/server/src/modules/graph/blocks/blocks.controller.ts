import { Injectable } from '@nestjs/common';
import { graph } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { BlockList } from './block-list.js';
import { BlocksService } from './blocks.service.js';

@Injectable()
export class BlocksController {
  constructor(
    private readonly service: BlocksService,
    private readonly list: BlockList,
  ) {}

  @Serve(graph.block)
  async block({ viewer, params }: Call<typeof graph.block>) {
    await this.service.block(viewer.userId, params.userId);
  }

  @Serve(graph.unblock)
  async unblock({ viewer, params }: Call<typeof graph.unblock>) {
    await this.service.unblock(viewer.userId, params.userId);
  }

  @Serve(graph.blocks)
  async blocks({ viewer, query }: Call<typeof graph.blocks>) {
    return this.list.page(viewer.userId, query);
  }
}
