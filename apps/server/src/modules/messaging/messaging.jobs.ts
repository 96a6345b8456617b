import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ChannelId, CommunityId } from '@plaza/contract';
import { sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { eraseSubjects } from '../notifications/index.js';
import './messaging.tables.js';

declare module '../../platform/jobs/job-payloads.js' {
  interface JobPayloads {
    'channels.erase': { channelId: ChannelId };
    'channels.eraseAll': { communityId: CommunityId };
  }
}

/** What goes first, because no cascade of so many rows should hold anybody up. */
const TABLES = ['messages', 'read_states', 'channel_members'] as const;
const BATCH = 1_000;
const OPTIONS = { concurrency: 1, timeLimitSeconds: 900 };

/** Erases deleted channels a bounded batch of rows at a time, so that nobody waits for it. */
@Injectable()
export class MessagingJobs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.work('channels.erase', OPTIONS, ({ channelId }, { signal }) => this.erase([channelId], signal));
    this.jobs.work('channels.eraseAll', OPTIONS, async ({ communityId }, { signal }) =>
      this.erase(await this.channelsOf(communityId), signal),
    );
  }

  /** The channels themselves go in one statement: they may be each other's parents. */
  private async erase(channelIds: ChannelId[], signal: AbortSignal): Promise<void> {
    for (const channelId of channelIds) {
      for (const table of TABLES) {
        while ((await this.eraseBatch(table, channelId)) === BATCH) signal.throwIfAborted();
      }
    }
    if (channelIds.length === 0) return;
    await this.database.transaction(async (tx) => {
      await tx.deleteFrom('channels').where('id', 'in', channelIds).execute();
      await eraseSubjects(tx, channelIds);
    });
  }

  private async eraseBatch(table: (typeof TABLES)[number], channelId: ChannelId): Promise<number> {
    const { numAffectedRows = 0n } = await this.database.transaction((tx) =>
      sql`
      delete from ${sql.table(table)}
      where ctid = any(array(select ctid from ${sql.table(table)} where channel_id = ${channelId} limit ${BATCH}))
    `.execute(tx),
    );
    return Number(numAffectedRows);
  }

  private async channelsOf(communityId: CommunityId): Promise<ChannelId[]> {
    const rows = await this.database.read
      .selectFrom('channels')
      .select('id')
      .where('community_id', '=', communityId)
      .execute();
    return rows.map(({ id }) => id);
  }
}
