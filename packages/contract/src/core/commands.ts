import { z } from 'zod';
import { command } from '../event.js';
import { Cursor } from '../scalars.js';
import { Topic } from '../topics.js';
import { coreLimits } from './limits.js';

const Topics = z.strictObject({ topics: z.array(Topic).min(1).max(coreLimits.topicsPerSocket) });

export const coreCommands = {
  subscribe: command({
    summary: 'Ask for more topics; the answer names those that were granted',
    scope: null,
    limit: 'read',
    data: Topics.extend({
      since: Cursor.optional().meta({
        description:
          'The cursor up to which these topics were received; what came after it is sent before the answer',
      }),
    }),
    answer: z.object({
      granted: z.array(Topic),
      refused: z.array(Topic),
      resumed: z.boolean().meta({ description: 'False without `since`, and where it is too long ago' }),
    }),
  }),
  unsubscribe: command({
    summary: 'Subscribe to these topics no longer',
    scope: null,
    limit: 'read',
    data: Topics,
    answer: z.object({}),
  }),
};
