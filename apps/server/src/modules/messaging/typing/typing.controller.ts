import { Injectable } from '@nestjs/common';
import { messages } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { TypingService } from './typing.service.js';

@Injectable()
export class TypingController {
  constructor(private readonly service: TypingService) {}

  @Serve(messages.typing)
  async typing({ viewer, params }: Call<typeof messages.typing>) {
    await this.service.start(viewer, params.channelId);
  }
}
