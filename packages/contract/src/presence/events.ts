import { z } from 'zod';
import { event } from '../event.js';
import { Timestamp, UserId } from '../scalars.js';
import { presenceChoices } from './views.js';

const Presence = z.object({ userId: UserId, lastSeenAt: Timestamp.nullable() });

export const presenceEvents = {
  'user.online': event({
    summary: 'Online, or on do-not-disturb',
    payload: Presence.extend({ status: z.enum(['online', 'dnd']) }),
    replayed: false,
    scope: 'profile:read',
  }),
  'user.idle': event({ summary: 'Idle', payload: Presence, replayed: false, scope: 'profile:read' }),
  'user.offline': event({ summary: 'Offline', payload: Presence, replayed: false, scope: 'profile:read' }),
};

/** What of presence stands in `ready`. */
export const presenceReady = {
  presence: z.enum(presenceChoices).meta({ description: 'What the person chose that others see' }),
};

export const presenceTopics = ['user:{id}:presence'] as const;
