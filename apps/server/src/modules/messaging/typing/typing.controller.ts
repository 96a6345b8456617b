import { Injectable } from '@nestjs/common';
import { messages } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { TypingService } from './typing.service.js';

@Injectable()
export class TypingController {
  constructor(private readonly service: TypingService) {}

  @HandleOperation(messages.typing)
  async typing({ viewer, params }: OperationCall<typeof messages.typing>) {
    await this.service.start(viewer, params.channelId);
  }
}
