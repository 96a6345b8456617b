import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CommandCall, HandleCommand } from '../../platform/realtime/commands/handle-command.js';
import { Realtime } from '../../platform/realtime/realtime.js';
import { SendingService } from './messages/sending.service.js';
import { PointersService } from './pointers/pointers.service.js';
import { TypingService } from './typing/typing.service.js';

/** The commands of sockets, answered by the same services as HTTP. */
@Injectable()
export class MessagingCommands implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly sending: SendingService,
    private readonly pointers: PointersService,
    private readonly typing: TypingService,
  ) {}

  /** `{ recipientId, messageText }` sends a direct message. */
  onModuleInit(): void {
    this.realtime.shortForm((frame) =>
      'recipientId' in frame && 'messageText' in frame
        ? { command: 'message.sendDirect', data: frame }
        : undefined,
    );
  }

  @HandleCommand('message.send')
  async send({ viewer, data: { channelId, ...draft } }: CommandCall<'message.send'>) {
    return this.sending.send(viewer, channelId, draft);
  }

  @HandleCommand('message.sendDirect')
  async sendDirect({ viewer, data }: CommandCall<'message.sendDirect'>) {
    return this.sending.sendDirect(viewer, data.recipientId, data.messageText);
  }

  @HandleCommand('typing.start')
  async startTyping({ viewer, data }: CommandCall<'typing.start'>) {
    await this.typing.start(viewer, data.channelId);
    return {};
  }

  @HandleCommand('channel.read')
  async read({ viewer, data }: CommandCall<'channel.read'>) {
    return this.pointers.read(viewer, data.channelId, data.messageId);
  }
}
