import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { SharedState } from '../../platform/signals/shared-state.js';
import { Signals } from '../../platform/signals/signals.js';
import type { LocalChange } from './local-people.js';
import { type SessionState, sessionStates } from './presence.rules.js';
import { PresenceTimings } from './presence-timings.js';

declare module '../../platform/signals/signals.js' {
  interface SignalPayloads {
    /** The visible state of these people may have changed. */
    'presence.changed': { userIds: UserId[] };
  }
}

const keyOf = (userId: UserId) => `presence:${userId}`;

/** Presence of people over all nodes, shared between them. */
@Injectable()
export class PresenceFacts {
  private readonly nodeId = randomUUID();

  constructor(
    private readonly shared: SharedState,
    private readonly signals: Signals,
    private readonly policy: PresenceTimings,
  ) {}

  /** Publishes what changed on this node and announces it. */
  async publish(changes: LocalChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.refresh(changes);
    this.announce(changes.map(({ userId }) => userId));
  }

  /** Publishes states again; they expire after `forMs` unless refreshed. */
  async refresh(states: LocalChange[], forMs = this.policy.factMs): Promise<void> {
    await Promise.all(
      states.map(({ userId, state }) =>
        state === undefined
          ? this.shared.remove(keyOf(userId), this.nodeId)
          : this.shared.set(keyOf(userId), this.nodeId, state, forMs),
      ),
    );
  }

  announce(userIds: UserId[]): void {
    this.signals.publish('presence.changed', { userIds });
  }

  onChange(look: (userIds: UserId[]) => void): () => void {
    return this.signals.subscribe('presence.changed', ({ userIds }) => look(userIds));
  }

  /** The session states of these people on every node; who has none is left out. */
  async sessionsOf(userIds: UserId[]): Promise<Map<UserId, SessionState[]>> {
    const fields = await this.shared.getAll(userIds.map(keyOf));
    return new Map(
      userIds.flatMap((userId) => {
        const states = [...(fields.get(keyOf(userId))?.values() ?? [])].filter(isSessionState);
        return states.length > 0 ? [[userId, states] as const] : [];
      }),
    );
  }
}

function isSessionState(value: string): value is SessionState {
  return (sessionStates as readonly string[]).includes(value);
}
