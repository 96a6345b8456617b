import { Injectable } from '@nestjs/common';
import { messages } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { PointersService } from './pointers.service.js';

@Injectable()
export class PointersController {
  constructor(private readonly service: PointersService) {}

  @Serve(messages.read)
  async read({ viewer, params, body }: Call<typeof messages.read>) {
    return this.service.read(viewer, params.channelId, body.messageId);
  }

  @Serve(messages.pointers)
  async pointers({ viewer, params }: Call<typeof messages.pointers>) {
    return { items: await this.service.list(viewer, params.channelId) };
  }
}
