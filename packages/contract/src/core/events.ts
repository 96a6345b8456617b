import { z } from 'zod';
import { event } from '../event.js';

export const coreEvents = {
  'session.revoked': event({
    summary: 'The last event before the server closes the socket',
    payload: z.object({ reason: z.string() }),
    replayed: false,
    scope: null,
  }),
};
