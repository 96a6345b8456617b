import type { PresenceChoice, PresenceState, UserId } from '@plaza/contract';
import { useSyncExternalStore } from 'react';
import { useEvent, useTopics } from '../../client/realtime.js';

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
  return useSyncExternalStore(follow, () => known.get(userId) ?? unknown);
}

/** What the viewer lets others see; null until it is known. */
export function useOwnPresence(): PresenceChoice | null {
  return useSyncExternalStore(follow, () => own);
}

export function chooseOwnPresence(choice: PresenceChoice): void {
  own = choice;
  tell();
}

/** Keeps what is known of people's presence, for all who show it; mounted once. */
export function useLivePresence(): void {
  useEvent('user.online', ({ userId, status, lastSeenAt }) => learn(userId, { state: status, lastSeenAt }));
  useEvent('user.idle', ({ userId, lastSeenAt }) => learn(userId, { state: 'idle', lastSeenAt }));
  useEvent('user.offline', ({ userId, lastSeenAt }) => learn(userId, { state: 'offline', lastSeenAt }));
  // After a break all who are watched are told anew.
  useEvent('ready', ({ presence }) => {
    known.clear();
    chooseOwnPresence(presence);
  });
}

function learn(userId: UserId, presence: Presence): void {
  known.set(userId, presence);
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function follow(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
