import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { PresenceChoice, UserId } from '@plaza/contract';
import { Clock } from '../../platform/clock/clock.js';
import { Logger } from '../../platform/logging/logger.js';
import { Settings } from '../../platform/settings/settings.js';
import { type LocalChange, LocalPeople } from './local-people.js';
import { PresenceQueries } from './presence.queries.js';
import { PresenceFacts } from './presence-facts.js';
import { PresenceTimings } from './presence-timings.js';
import { WatchedPeople } from './watched-people.js';

/** Merges presence over sessions and nodes, and sends changes to those who subscribed. */
@Injectable()
export class PresenceService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly people: LocalPeople;
  private readonly unsaid = new Map<UserId, LocalChange>();
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;
  private ticking: Promise<void> | undefined;
  private refreshedAt = 0;
  private lastSeenWrittenAt = 0;

  constructor(
    private readonly facts: PresenceFacts,
    private readonly watched: WatchedPeople,
    private readonly queries: PresenceQueries,
    private readonly policy: PresenceTimings,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {
    this.people = new LocalPeople(policy);
  }

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'all' && this.settings.role !== 'gateway') return;
    this.stopListening = this.facts.onChange((userIds) => this.watched.markChanged(userIds));
    this.timer = setInterval(() => this.tick(), this.policy.tickMs);
    this.timer.unref();
  }

  /** Whoever was here has as long to come to another node as after any lost connection. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopListening?.();
    await this.ticking;
    const { states } = this.people;
    await this.facts.refresh(states, this.policy.goneMs);
    await this.queries.seen(
      states.map(({ userId }) => userId),
      this.clock.now(),
    );
  }

  opened(userId: UserId): void {
    const change = this.people.opened(userId, this.clock.milliseconds());
    if (!change) return;
    this.queries.remember(userId, this.clock.now()).catch((error: unknown) => {
      this.logger.warn({ err: error, userId }, 'when somebody was last seen will not be remembered');
    });
    this.say(change);
  }

  acted(userId: UserId): void {
    const change = this.people.acted(userId, this.clock.milliseconds());
    if (change) this.say(change);
  }

  closed(userId: UserId): void {
    this.people.closed(userId, this.clock.milliseconds());
  }

  /** Has others see what the person chose, on all their sessions. */
  async choose(userId: UserId, choice: PresenceChoice): Promise<void> {
    await this.queries.choose(userId, choice, this.clock.now());
    this.facts.announce([userId]);
  }

  /** One tick at a time: a slow database delays presence and nothing else. */
  private tick(): void {
    this.ticking ??= this.workTick()
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'presence could not be brought up to date; trying again');
      })
      .finally(() => {
        this.ticking = undefined;
      });
  }

  private async workTick(): Promise<void> {
    const now = this.clock.now();
    const changes = this.people.changesBy(now.getTime());
    for (const change of changes) this.unsaid.set(change.userId, change);
    const gone = changes.filter(({ state }) => state === undefined).map(({ userId }) => userId);
    await this.queries.seen(gone, now);
    await this.sayAll();
    await this.refresh(now);
    await this.watched.sendChanges();
  }

  /** What could not be said is said with the next tick, as it is then. */
  private async sayAll(): Promise<void> {
    const changes = [...this.unsaid.values()];
    await this.facts.publish(changes);
    for (const change of changes) {
      if (this.unsaid.get(change.userId) === change) this.unsaid.delete(change.userId);
    }
  }

  private say(change: LocalChange): void {
    this.unsaid.set(change.userId, change);
    this.tick();
  }

  /** Publishes again who is connected here, and re-evaluates everybody who is watched: a node that died publishes nothing any more. */
  private async refresh(now: Date): Promise<void> {
    const { states } = this.people;
    if (Math.abs(now.getTime() - this.refreshedAt) < this.policy.refreshMs) return;
    this.refreshedAt = now.getTime();
    await this.facts.refresh(states);
    this.watched.markAll();
    if (Math.abs(now.getTime() - this.lastSeenWrittenAt) < this.policy.lastSeenMs) return;
    this.lastSeenWrittenAt = now.getTime();
    await this.queries.seen(
      states.map(({ userId }) => userId),
      now,
    );
  }
}
