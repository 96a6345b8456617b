import type { UserId } from '@plaza/contract';
import type { SessionState } from './presence.rules.js';
import type { PresenceTimings } from './presence-timings.js';

interface LocalPerson {
  sockets: number;
  actedAt: number;
  leftAt: number;
  state: SessionState;
}

/** What changed for somebody on this node; undefined when they are gone from it. */
export interface LocalChange {
  userId: UserId;
  state: SessionState | undefined;
}

/** Who has sockets on this node, or had them until a moment ago, and when they last did something. */
export class LocalPeople {
  private readonly people = new Map<UserId, LocalPerson>();

  constructor(private readonly policy: Pick<PresenceTimings, 'idleMs' | 'goneMs'>) {}

  get states(): LocalChange[] {
    return [...this.people].map(([userId, { state }]) => ({ userId, state }));
  }

  /** Undefined when nothing changes for others: a socket more, or one that came back in time. */
  opened(userId: UserId, now: number): LocalChange | undefined {
    const known = this.people.get(userId);
    if (known) {
      known.sockets += 1;
      return undefined;
    }
    this.people.set(userId, { sockets: 1, actedAt: now, leftAt: now, state: 'online' });
    return { userId, state: 'online' };
  }

  acted(userId: UserId, now: number): LocalChange | undefined {
    const person = this.people.get(userId);
    if (!person) return undefined;
    person.actedAt = now;
    return this.setState(userId, person, 'online');
  }

  closed(userId: UserId, now: number): void {
    const person = this.people.get(userId);
    if (!person) return;
    person.sockets -= 1;
    person.leftAt = now;
  }

  /** Who is idle or gone by now. */
  changesBy(now: number): LocalChange[] {
    const changes: LocalChange[] = [];
    for (const [userId, person] of this.people) {
      if (person.sockets === 0 && now - person.leftAt >= this.policy.goneMs) {
        this.people.delete(userId);
        changes.push({ userId, state: undefined });
      } else if (now - person.actedAt >= this.policy.idleMs) {
        const change = this.setState(userId, person, 'idle');
        if (change) changes.push(change);
      }
    }
    return changes;
  }

  private setState(userId: UserId, person: LocalPerson, state: SessionState): LocalChange | undefined {
    if (person.state === state) return undefined;
    person.state = state;
    return { userId, state };
  }
}
