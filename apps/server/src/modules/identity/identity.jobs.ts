import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';

declare module '../../platform/jobs/job-payloads.js' {
  interface JobPayloads {
    'identity.expiry': Record<string, never>;
  }
}

const BATCH = 1_000;
const DAY_MS = 86_400_000;
/** An ended session still shows that its address was once the owner's. */
const SESSION_KEPT_MS = 180 * DAY_MS;
const OPTIONS = { concurrency: 1, timeLimitSeconds: 600 };

/** Forgets every day the tokens and sessions that nothing asks for any more. */
@Injectable()
export class IdentityJobs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.work('identity.expiry', OPTIONS, (_payload, { signal }) => this.forgetExpired(signal));
    this.jobs.schedule('identity.expiry', '40 3 * * *');
  }

  /** In batches small enough to delay nobody. */
  async forgetExpired(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const longAgo = new Date(now.getTime() - SESSION_KEPT_MS);
    const isDead = sql<SqlBool>`(revoked_at is not null or expires_at < ${now})`;
    const ofDeadSession = sql<SqlBool>`exists (
      select from sessions where sessions.id = session_id and sessions.revoked_at is not null
    )`;
    await this.forget('one_time_tokens', sql<SqlBool>`expires_at < ${now}`, signal);
    await this.forget('refresh_tokens', sql<SqlBool>`(expires_at < ${now} or ${ofDeadSession})`, signal);
    await this.forget('sessions', sql<SqlBool>`(${isDead} and last_seen_at < ${longAgo})`, signal);
  }

  private async forget(
    table: 'one_time_tokens' | 'refresh_tokens' | 'sessions',
    isOver: RawBuilder<SqlBool>,
    signal: AbortSignal,
  ): Promise<void> {
    while ((await this.forgetBatch(table, isOver)) === BATCH) signal.throwIfAborted();
  }

  private async forgetBatch(table: string, isOver: RawBuilder<SqlBool>): Promise<number> {
    const { numAffectedRows = 0n } = await this.database.transaction((tx) =>
      sql`
      delete from ${sql.table(table)}
      where ctid = any(array(select ctid from ${sql.table(table)} where ${isOver} limit ${BATCH}))
    `.execute(tx),
    );
    return Number(numAffectedRows);
  }
}
