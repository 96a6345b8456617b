import { Injectable } from '@nestjs/common';
import type { PresenceState, UserId } from '@plaza/contract';
import type { Frame } from '../../platform/realtime/effects.js';
import { presenceTopic, Realtime } from '../../platform/realtime/realtime.js';
import { PresenceQueries } from './presence.queries.js';
import { presenceFrame, seenAs } from './presence.rules.js';
import { PresenceFacts } from './presence-facts.js';

interface Look {
  state: PresenceState;
  frame: Frame;
}

/** People whom sockets of this node watch, and what these were last told of them. */
@Injectable()
export class WatchedPeople {
  private readonly told = new Map<UserId, PresenceState | undefined>();
  private readonly toLookAt = new Set<UserId>();

  constructor(
    private readonly realtime: Realtime,
    private readonly facts: PresenceFacts,
    private readonly queries: PresenceQueries,
  ) {}

  watch(userId: UserId): void {
    this.told.set(userId, undefined);
  }

  unwatch(userId: UserId): void {
    this.told.delete(userId);
    this.toLookAt.delete(userId);
  }

  /** They may look different now; told with the next tick. */
  markChanged(userIds: readonly UserId[]): void {
    for (const userId of userIds) if (this.told.has(userId)) this.toLookAt.add(userId);
  }

  markAll(): void {
    for (const userId of this.told.keys()) this.toLookAt.add(userId);
  }

  /** How people look now, for a socket that begins to watch them. */
  async snapshot(userIds: UserId[]): Promise<Frame[]> {
    const looks = await this.lookAt(userIds);
    for (const [userId, { state }] of looks) {
      const told = this.told.get(userId);
      // Others who watch already were told something else: they learn it with the next tick.
      if (told !== undefined && told !== state) this.toLookAt.add(userId);
      else if (this.told.has(userId)) this.told.set(userId, state);
    }
    return [...looks.values()].map(({ frame }) => frame);
  }

  /** Tells the sockets of this node who looks different from what they were told. */
  async tellChanges(): Promise<void> {
    const userIds = [...this.toLookAt];
    if (userIds.length === 0) return;
    const looks = await this.lookAt(userIds);
    for (const [userId, { state, frame }] of looks) {
      this.toLookAt.delete(userId);
      if (!this.told.has(userId) || this.told.get(userId) === state) continue;
      this.told.set(userId, state);
      this.realtime.sendHere({ ...frame, to: { topic: presenceTopic(userId) } });
    }
  }

  private async lookAt(userIds: UserId[]): Promise<Map<UserId, Look>> {
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
