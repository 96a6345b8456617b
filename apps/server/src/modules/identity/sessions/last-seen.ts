import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { SessionId } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Logger } from '../../../platform/logging/logger.js';
import '../identity.tables.js';

/** Finer than this nobody asks when a session was last active. */
const PRECISION_MS = 60_000;
const COLLECT_MS = 1_000;

/** Writes down when sessions were last active: beside the requests, many in one statement, at most once a minute each. */
@Injectable()
export class LastSeen implements OnApplicationShutdown {
  private readonly active = new Set<SessionId>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** The session is active now; `writtenAt` is what is known of it so far. */
  note(sessionId: SessionId, writtenAt: Date): void {
    if (this.clock.milliseconds() - writtenAt.getTime() < PRECISION_MS) return;
    this.active.add(sessionId);
    this.timer ??= setTimeout(() => this.flush(), COLLECT_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.flush();
    await this.writing;
  }

  private flush(): void {
    this.timer = undefined;
    const sessionIds = [...this.active];
    this.active.clear();
    if (sessionIds.length === 0) return;
    this.writing = this.write(sessionIds).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'the last activity of sessions could not be written down');
    });
  }

  private async write(sessionIds: SessionId[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx
        .updateTable('sessions')
        .set({ last_seen_at: this.clock.now() })
        .where('id', 'in', sessionIds)
        .execute();
    });
  }
}
