import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntryId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { eraseSubjects } from '../notifications/index.js';
import './entries.tables.js';

declare module '../../platform/jobs/job-payloads.js' {
  interface JobPayloads {
    'entries.erasure': Record<string, never>;
  }
}

const BATCH = 1_000;
const ROOTS_AT_ONCE = 100;
/** As long as the event log, whose consumers check who saw the entry. */
const KEPT_MS = 7 * 86_400_000;
const OPTIONS = { concurrency: 1, timeLimitSeconds: 900 };

/** Erases every day what nobody can see any more, in batches small enough to block nobody. */
@Injectable()
export class EntriesErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.work('entries.erasure', OPTIONS, (_payload, { signal }) => this.eraseDeleted(signal));
    this.jobs.schedule('entries.erasure', '0 4 * * *');
  }

  /** Erases deleted roots with all below them, and tombstones that somebody voted on when they should have gone. */
  async eraseDeleted(signal: AbortSignal): Promise<void> {
    let rootIds: EntryId[];
    do {
      rootIds = await this.deletedRoots();
      for (const rootId of rootIds) await this.eraseTree(rootId, signal);
    } while (rootIds.length === ROOTS_AT_ONCE);
    const isEmptyTombstone = sql<SqlBool>`deleted_at is not null and parent_id is not null and descendant_count = 0`;
    // Erasing one may leave the one above it empty.
    while ((await this.eraseBatch(isEmptyTombstone)) > 0) signal.throwIfAborted();
  }

  private async deletedRoots(): Promise<EntryId[]> {
    const rows = await this.database.read
      .selectFrom('entries')
      .select('id')
      .where('parent_id', 'is', null)
      .where('deleted_at', '<', new Date(this.clock.milliseconds() - KEPT_MS))
      .limit(ROOTS_AT_ONCE)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** From the newest on, so that hardly any row takes others with it. */
  private async eraseTree(rootId: EntryId, signal: AbortSignal): Promise<void> {
    const isBelow = sql<SqlBool>`root_id = ${rootId} and id <> ${rootId}`;
    while ((await this.eraseBatch(isBelow)) > 0) signal.throwIfAborted();
    await this.database.transaction(async (tx) => {
      await tx.deleteFrom('entries').where('id', '=', rootId).execute();
      await eraseSubjects(tx, [rootId]);
    });
  }

  private async eraseBatch(isOver: RawBuilder<SqlBool>): Promise<number> {
    return this.database.transaction(async (tx) => {
      const { rows } = await sql<{ id: EntryId }>`
        delete from entries
        where id = any(array(select id from entries where ${isOver} order by id desc limit ${BATCH}))
        returning id
      `.execute(tx);
      await eraseSubjects(
        tx,
        rows.map(({ id }) => id),
      );
      return rows.length;
    });
  }
}
