import { z } from 'zod';
import { command } from '../event.js';
import { ChannelId, MessageId, UserId } from '../scalars.js';
import { Message, MessageDraft, ReadState } from './views.js';

export const messagingCommands = {
  'message.send': command({
    summary: 'As POST /channels/{channelId}/messages',
    scope: 'messages:write',
    limit: 'message',
    data: MessageDraft.extend({ channelId: ChannelId }),
    answer: Message,
  }),
  'message.sendDirect': command({
    summary:
      'The short form { recipientId, messageText } of the plain gateway: opens the direct channel and sends',
    scope: 'messages:write',
    limit: 'message',
    shortForm: true,
    data: z.object({ recipientId: UserId, messageText: MessageDraft.shape.body }),
    answer: Message,
  }),
  'typing.start': command({
    summary: 'Show the others that the viewer is typing',
    scope: 'messages:write',
    limit: 'signal',
    data: z.strictObject({ channelId: ChannelId }),
    answer: z.object({}),
  }),
  'channel.read': command({
    summary: 'As PUT /channels/{channelId}/read',
    scope: 'messages:write',
    limit: 'signal',
    data: z.strictObject({ channelId: ChannelId, messageId: MessageId }),
    answer: ReadState,
  }),
};
