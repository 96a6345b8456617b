import type { PresenceChoice, PresenceState, UserId } from '@plaza/contract';
import type { Frame } from '../../platform/realtime/effects.js';

/** What one node knows of somebody who has sockets on it. */
export const sessionStates = ['online', 'idle'] as const;
export type SessionState = (typeof sessionStates)[number];

/** How somebody looks to others: the highest of what their sessions say, unless they chose otherwise. */
export function seenAs(sessions: readonly SessionState[], choice: PresenceChoice): PresenceState {
  if (sessions.length === 0 || choice === 'invisible') return 'offline';
  if (choice === 'dnd' || choice === 'idle') return choice;
  return sessions.includes('online') ? 'online' : 'idle';
}

/** The event of this state; `lastSeenAt` only for those who are not online. */
export function presenceFrame(userId: UserId, state: PresenceState, lastSeenAt: Date | null): Frame {
  switch (state) {
    case 'online':
    case 'dnd':
      return { event: 'user.online', payload: { userId, lastSeenAt: null, status: state } };
    case 'idle':
      return { event: 'user.idle', payload: { userId, lastSeenAt: null } };
    case 'offline':
      return { event: 'user.offline', payload: { userId, lastSeenAt: lastSeenAt?.toISOString() ?? null } };
  }
}
