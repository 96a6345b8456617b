import type { PresenceState, UserId } from '@plaza/contract';
import { useState } from 'react';
import { useEvent, useTopics } from '../app/realtime.js';

/** Whether somebody is there, as far as they let the viewer see it. */
export function usePresence(userId: UserId): PresenceState {
  const [state, setState] = useState<PresenceState>('offline');
  useTopics(`user:${userId}:presence`);
  useEvent('user.online', (told) => told.userId === userId && setState(told.status));
  useEvent('user.idle', (told) => told.userId === userId && setState('idle'));
  useEvent('user.offline', (told) => told.userId === userId && setState('offline'));
  return state;
}
