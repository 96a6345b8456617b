import { Injectable } from '@nestjs/common';
import type { PresenceState, UserId } from '@plaza/contract';
import type { Frame } from '../../platform/realtime/effects.js';
import { Realtime } from '../../platform/realtime/realtime.js';
import { presenceTopic } from '../identity/index.js';
import { PresenceQueries } from './presence.queries.js';
import { presenceFrame, seenAs } from './presence.rules.js';
import { PresenceFacts } from './presence-facts.js';

interface PersonState {
  state: PresenceState;
  frame: Frame;
}

/** People whom sockets of this node watch, with the state last sent. */
@Injectable()
export class WatchedPeople {
  private readonly sent = new Map<UserId, PresenceState | undefined>();
  private readonly dirty = new Set<UserId>();

  constructor(
    private readonly realtime: Realtime,
    private readonly facts: PresenceFacts,
    private readonly queries: PresenceQueries,
  ) {}

  watch(userId: UserId): void {
    this.sent.set(userId, undefined);
  }

  unwatch(userId: UserId): void {
    this.sent.delete(userId);
    this.dirty.delete(userId);
  }

  /** Their state may have changed; sent with the next tick. */
  markChanged(userIds: readonly UserId[]): void {
    for (const userId of userIds) if (this.sent.has(userId)) this.dirty.add(userId);
  }

  markAll(): void {
    for (const userId of this.sent.keys()) this.dirty.add(userId);
  }

  /** The present states, for a socket that has just subscribed. */
  async snapshot(userIds: UserId[]): Promise<Frame[]> {
    const states = await this.statesOf(userIds);
    for (const [userId, { state }] of states) {
      const sent = this.sent.get(userId);
      // Others who watch already have another state: they get the new one with the next tick.
      if (sent !== undefined && sent !== state) this.dirty.add(userId);
      else if (this.sent.has(userId)) this.sent.set(userId, state);
    }
    return [...states.values()].map(({ frame }) => frame);
  }

  /** Sends the sockets of this node the states that changed. */
  async sendChanges(): Promise<void> {
    const userIds = [...this.dirty];
    if (userIds.length === 0) return;
    const states = await this.statesOf(userIds);
    for (const [userId, { state, frame }] of states) {
      this.dirty.delete(userId);
      if (!this.sent.has(userId) || this.sent.get(userId) === state) continue;
      this.sent.set(userId, state);
      this.realtime.sendHere({ ...frame, to: { topic: presenceTopic(userId) } });
    }
  }

  private async statesOf(userIds: UserId[]): Promise<Map<UserId, PersonState>> {
    const [sessions, remembered] = await Promise.all([
      this.facts.sessionsOf(userIds),
      this.queries.remembered(userIds),
    ]);
    return new Map(
      userIds.map((userId) => {
        const { choice = 'online', lastSeenAt = null } = remembered.get(userId) ?? {};
        const state = seenAs(sessions.get(userId) ?? [], choice);
        return [userId, { state, frame: presenceFrame(userId, state, lastSeenAt) }];
      }),
    );
  }
}
