import { Injectable } from '@nestjs/common';
import { messages } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { PointersService } from './pointers.service.js';

@Injectable()
export class PointersController {
  constructor(private readonly service: PointersService) {}

  @HandleOperation(messages.read)
  async read({ viewer, params, body }: OperationCall<typeof messages.read>) {
    return this.service.read(viewer, params.channelId, body.messageId);
  }

  @HandleOperation(messages.pointers)
  async pointers({ viewer, params }: OperationCall<typeof messages.pointers>) {
    return { items: await this.service.list(viewer, params.channelId) };
  }
}
