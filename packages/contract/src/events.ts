import { z } from 'zod';
import { communityEvents } from './communities/events.js';
import { coreEvents } from './core/events.js';
import { entryEvents } from './entries/events.js';
import { event } from './event.js';
import { identityEvents, identityReady } from './identity/events.js';
import { messagingEvents, messagingReady } from './messaging/events.js';
import { notificationEvents, notificationReady } from './notifications/events.js';
import { presenceEvents, presenceReady } from './presence/events.js';
import { Cursor } from './scalars.js';

/** The first event of a socket: what its areas want a client to know from the start. */
export const Ready = z
  .object({
    ...identityReady,
    ...messagingReady,
    ...notificationReady,
    ...presenceReady,
    cursor: Cursor,
    resumed: z.boolean().meta({ description: 'False: too long away; load the views anew' }),
  })
  .meta({ id: 'Ready' });
export type Ready = z.infer<typeof Ready>;

/** Every event of the gateways. */
export const events = {
  ready: event({ summary: 'Connected', payload: Ready, replayed: false, scope: null }),
  ...coreEvents,
  ...messagingEvents,
  ...presenceEvents,
  ...identityEvents,
  ...entryEvents,
  ...notificationEvents,
  ...communityEvents,
};

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]['payload']>;
