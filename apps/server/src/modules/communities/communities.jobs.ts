import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CommunityId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { isReferenced } from '../../platform/database/database-errors.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import './communities.tables.js';

declare module '../../platform/jobs/job-payloads.js' {
  interface JobPayloads {
    'communities.erase': { communityId: CommunityId };
  }
}

const BATCH = 1_000;
const WAIT_MS = 30_000;

/** Erases the rows of a deleted community a bounded batch at a time; what later modules hang on it they erase themselves. */
@Injectable()
export class CommunitiesJobs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.work('communities.erase', { concurrency: 1 }, async ({ communityId }, { signal }) => {
      for (const table of ['members', 'bans', 'timeouts', 'audit_log'] as const) {
        while ((await this.eraseBatch(table, communityId)) === BATCH) signal.throwIfAborted();
      }
      if (!(await this.eraseItself(communityId))) await this.tryLater(communityId);
    });
  }

  private async eraseBatch(
    table: 'members' | 'bans' | 'timeouts' | 'audit_log',
    communityId: CommunityId,
  ): Promise<number> {
    const { numAffectedRows = 0n } = await this.database.transaction((tx) =>
      sql`
      delete from ${sql.table(table)}
      where ctid = any(array(
        select ctid from ${sql.table(table)} where community_id = ${communityId} limit ${BATCH}
      ))
    `.execute(tx),
    );
    return Number(numAffectedRows);
  }

  /** Gives false while rows of other modules still refer to it. */
  private async eraseItself(communityId: CommunityId): Promise<boolean> {
    try {
      await this.database.transaction((tx) =>
        tx
          .deleteFrom('communities')
          .where('id', '=', communityId)
          .where('deleted_at', 'is not', null)
          .execute(),
      );
      return true;
    } catch (error) {
      if (isReferenced(error)) return false;
      throw error;
    }
  }

  private async tryLater(communityId: CommunityId): Promise<void> {
    const startAfter = new Date(this.clock.milliseconds() + WAIT_MS);
    await this.database.transaction((tx) =>
      this.jobs.enqueue(tx, 'communities.erase', { communityId }, { startAfter }),
    );
  }
}
