import { z } from 'zod';
import { command } from '../event.js';
import { presenceChoices } from './views.js';

export const presenceCommands = {
  'presence.set': command({
    summary: 'Choose what others see',
    scope: 'profile:write',
    limit: 'signal',
    data: z.strictObject({ status: z.enum(presenceChoices) }),
    answer: z.object({}),
  }),
};
