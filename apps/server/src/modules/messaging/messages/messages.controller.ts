import { Injectable } from '@nestjs/common';
import { messages } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { HistoryService } from './history.service.js';
import { MessageEditsService } from './message-edits.service.js';
import { SendingService } from './sending.service.js';

@Injectable()
export class MessagesController {
  constructor(
    private readonly sending: SendingService,
    private readonly edits: MessageEditsService,
    private readonly histories: HistoryService,
  ) {}

  @Serve(messages.send)
  async send({ viewer, params, body }: Call<typeof messages.send>) {
    return this.sending.send(viewer, params.channelId, body);
  }

  @Serve(messages.history)
  async history({ viewer, params, query }: Call<typeof messages.history>) {
    const { from, to, ...rest } = query;
    return this.histories.page(viewer, params.channelId, {
      ...rest,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    });
  }

  @Serve(messages.update)
  async update({ viewer, params, body }: Call<typeof messages.update>) {
    return this.edits.edit(viewer, params.messageId, body.body);
  }

  @Serve(messages.delete)
  async delete({ viewer, params }: Call<typeof messages.delete>) {
    await this.edits.delete(viewer, params.messageId);
  }
}
