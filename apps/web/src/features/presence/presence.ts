import type { PresenceChoice, PresenceState, UserId } from '@plaza/contract';
import { useSyncExternalStore } from 'react';
import { type LiveConnection, useTopics } from '../../client/realtime.js';

interface Presence {
  state: PresenceState;
  /** When they were last there, as far as they let it be known. */
  lastSeenAt: string | null;
}

const unknown: Presence = { state: 'offline', lastSeenAt: null };
const known = new Map<UserId, Presence>();
const listeners = new Set<() => void>();
let own: PresenceChoice | null = null;

/** Whether somebody is there, as far as they let the viewer see it. */
export function usePresence(userId: UserId): Presence {
  useTopics(`user:${userId}:presence`);
  return useSyncExternalStore(subscribe, () => known.get(userId) ?? unknown);
}

/** What the viewer lets others see; null until it is known. */
export function useOwnPresence(): PresenceChoice | null {
  return useSyncExternalStore(subscribe, () => own);
}

export function chooseOwnPresence(choice: PresenceChoice): void {
  own = choice;
  notify();
}

/** Collects people's presence for all who show it. */
export function presenceRealtime({ realtime }: LiveConnection): void {
  realtime.on('user.online', ({ userId, status, lastSeenAt }) => set(userId, { state: status, lastSeenAt }));
  realtime.on('user.idle', ({ userId, lastSeenAt }) => set(userId, { state: 'idle', lastSeenAt }));
  realtime.on('user.offline', ({ userId, lastSeenAt }) => set(userId, { state: 'offline', lastSeenAt }));
  // After a break the server sends the presence of all whose topics are subscribed to again.
  realtime.on('ready', ({ presence }) => {
    known.clear();
    chooseOwnPresence(presence);
  });
}

function set(userId: UserId, presence: Presence): void {
  known.set(userId, presence);
  notify();
}

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
