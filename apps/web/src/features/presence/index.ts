import type { Feature } from '../feature.js';
import { presenceRealtime } from './presence.js';

export { usePresence } from './presence.js';
export { PresenceDot } from './presence-dot.js';
export { usePresenceItems } from './presence-items.js';

export const presence = { realtime: presenceRealtime } satisfies Feature;
