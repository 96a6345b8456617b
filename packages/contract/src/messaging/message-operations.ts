import { z } from 'zod';
import { coreLimits } from '../core/limits.js';
import { operation } from '../operation.js';
import { ChannelId, MessageId, text } from '../scalars.js';
import { messagingLimits } from './limits.js';
import { Message, MessageDraft, ReadState } from './views.js';

const ChannelParams = z.strictObject({ channelId: ChannelId });
const MessageParams = z.strictObject({ messageId: MessageId });
const read = { access: 'anyone', scope: 'messages:read', limit: 'read', status: 200 } as const;
const write = { access: 'user', scope: 'messages:write', limit: 'message' } as const;

/** Times an instance can have lived through; keeps year 0 and year 9999 out of the index. */
const HistoryTime = z.iso
  .datetime()
  .refine((value) => value >= '2000' && value < '2200', { error: 'Between the years 2000 and 2200' });

export const messages = {
  send: operation({
    ...write,
    method: 'POST',
    path: '/channels/{channelId}/messages',
    summary: 'Send a message; a repeated nonce gives the first one again',
    status: 201,
    params: ChannelParams,
    body: MessageDraft,
    response: Message,
    errors: [
      'not_found',
      'forbidden',
      'read_only',
      'not_mutual',
      'not_connected',
      'not_accepting',
      'blocked_or_unavailable',
      'slow_mode',
      'nonce_reused',
      'idempotency_conflict',
    ],
  }),
  history: operation({
    ...read,
    method: 'GET',
    path: '/channels/{channelId}/messages',
    summary: 'Messages of a channel, newest first unless `after`; at most one of before, after, around',
    params: ChannelParams,
    query: z
      .strictObject({
        before: MessageId.optional(),
        after: MessageId.optional(),
        around: MessageId.optional(),
        from: HistoryTime.optional(),
        to: HistoryTime.optional(),
        limit: z.coerce.number<number>().int().min(1).max(coreLimits.page.max).default(50),
      })
      .refine((query) => [query.before, query.after, query.around].filter(Boolean).length <= 1, {
        error: 'Only one of before, after and around',
        path: ['before'],
      })
      .refine((query) => !query.from || !query.to || query.from <= query.to, {
        error: 'Ends before it begins',
        path: ['to'],
      }),
    response: z.object({
      items: z.array(Message).max(coreLimits.page.max),
      hasOlder: z.boolean(),
      hasNewer: z.boolean(),
    }),
    errors: ['not_found', 'forbidden'],
  }),
  update: operation({
    ...write,
    method: 'PATCH',
    path: '/messages/{messageId}',
    summary: 'Edit the own message',
    status: 200,
    params: MessageParams,
    body: z.strictObject({ body: text(messagingLimits.messageBody) }),
    response: Message,
    errors: [
      'not_found',
      'forbidden',
      'read_only',
      'not_mutual',
      'not_connected',
      'not_accepting',
      'blocked_or_unavailable',
    ],
  }),
  delete: operation({
    ...write,
    method: 'DELETE',
    path: '/messages/{messageId}',
    summary: 'Delete a message; a tombstone stays',
    status: 204,
    params: MessageParams,
    errors: ['not_found', 'forbidden'],
  }),
  typing: operation({
    ...write,
    limit: 'signal',
    method: 'POST',
    path: '/channels/{channelId}/typing',
    summary: 'Show the others that the viewer is typing, at most every 3 s',
    status: 204,
    params: ChannelParams,
    errors: [
      'not_found',
      'forbidden',
      'not_mutual',
      'not_connected',
      'not_accepting',
      'blocked_or_unavailable',
      'read_only',
    ],
  }),
  read: operation({
    ...write,
    limit: 'signal',
    method: 'PUT',
    path: '/channels/{channelId}/read',
    summary: 'Move the read mark up to a message; it never goes back',
    status: 200,
    params: ChannelParams,
    body: z.strictObject({ messageId: MessageId }),
    response: ReadState,
    errors: ['not_found', 'forbidden', 'invalid_input'],
  }),
  readStates: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/channels/{channelId}/read-states',
    summary: 'How far the members of a channel have received and read it, as far as the viewer may know',
    params: ChannelParams,
    response: z.object({ items: z.array(ReadState).max(coreLimits.page.max) }),
    errors: ['not_found'],
  }),
};
