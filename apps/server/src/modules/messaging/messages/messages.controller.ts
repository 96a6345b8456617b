import { Injectable, type OnModuleInit } from '@nestjs/common';
import { messages } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { type CommandCall, HandleCommand } from '../../../platform/realtime/commands/handle-command.js';
import { Realtime } from '../../../platform/realtime/realtime.js';
import { ReadStatesService } from '../read-states/read-states.service.js';
import { EditMessage } from './edit-message.js';
import { MessageHistory } from './message-history.js';
import { SendMessage } from './send-message.js';
import { TypingService } from './typing.service.js';

/** Messages over HTTP and by the commands of sockets: the same use cases. */
@Injectable()
export class MessagesController implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly sendMessage: SendMessage,
    private readonly editMessage: EditMessage,
    private readonly messageHistory: MessageHistory,
    private readonly typing: TypingService,
    private readonly readStates: ReadStatesService,
  ) {}

  /** `{ recipientId, messageText }` sends a direct message. */
  onModuleInit(): void {
    this.realtime.shortForm((frame) =>
      'recipientId' in frame && 'messageText' in frame
        ? { command: 'message.sendDirect', data: frame }
        : undefined,
    );
  }

  @HandleOperation(messages.send)
  async send({ viewer, params, body }: OperationCall<typeof messages.send>) {
    return this.sendMessage.send(viewer, params.channelId, body);
  }

  @HandleCommand('message.send')
  async sendByCommand({ viewer, data: { channelId, ...draft } }: CommandCall<'message.send'>) {
    return this.sendMessage.send(viewer, channelId, draft);
  }

  @HandleCommand('message.sendDirect')
  async sendDirect({ viewer, data }: CommandCall<'message.sendDirect'>) {
    return this.sendMessage.sendDirect(viewer, data.recipientId, data.messageText);
  }

  @HandleOperation(messages.history)
  async history({ viewer, params, query }: OperationCall<typeof messages.history>) {
    const { from, to, ...rest } = query;
    return this.messageHistory.page(viewer, params.channelId, {
      ...rest,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    });
  }

  @HandleOperation(messages.update)
  async update({ viewer, params, body }: OperationCall<typeof messages.update>) {
    return this.editMessage.edit(viewer, params.messageId, body.body);
  }

  @HandleOperation(messages.delete)
  async delete({ viewer, params }: OperationCall<typeof messages.delete>) {
    await this.editMessage.delete(viewer, params.messageId);
  }

  @HandleOperation(messages.typing)
  async startTyping({ viewer, params }: OperationCall<typeof messages.typing>) {
    await this.typing.start(viewer, params.channelId);
  }

  @HandleCommand('typing.start')
  async startTypingByCommand({ viewer, data }: CommandCall<'typing.start'>) {
    await this.typing.start(viewer, data.channelId);
    return {};
  }

  @HandleOperation(messages.read)
  async read({ viewer, params, body }: OperationCall<typeof messages.read>) {
    return this.readStates.read(viewer, params.channelId, body.messageId);
  }

  @HandleCommand('channel.read')
  async readByCommand({ viewer, data }: CommandCall<'channel.read'>) {
    return this.readStates.read(viewer, data.channelId, data.messageId);
  }

  @HandleOperation(messages.readStates)
  async listReadStates({ viewer, params }: OperationCall<typeof messages.readStates>) {
    return { items: await this.readStates.list(viewer, params.channelId) };
  }
}
