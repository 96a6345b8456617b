import { Injectable } from '@nestjs/common';
import { messages } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
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

  @HandleOperation(messages.send)
  async send({ viewer, params, body }: OperationCall<typeof messages.send>) {
    return this.sending.send(viewer, params.channelId, body);
  }

  @HandleOperation(messages.history)
  async history({ viewer, params, query }: OperationCall<typeof messages.history>) {
    const { from, to, ...rest } = query;
    return this.histories.page(viewer, params.channelId, {
      ...rest,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    });
  }

  @HandleOperation(messages.update)
  async update({ viewer, params, body }: OperationCall<typeof messages.update>) {
    return this.edits.edit(viewer, params.messageId, body.body);
  }

  @HandleOperation(messages.delete)
  async delete({ viewer, params }: OperationCall<typeof messages.delete>) {
    await this.edits.delete(viewer, params.messageId);
  }
}
