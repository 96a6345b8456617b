import { sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Database } from '../database/database.js';
import { DEAD_LETTERS } from './boss.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export interface DeadLetter {
  id: string;
  name: string;
  attempts: number;
  /** What the last attempt failed of. */
  reason: string;
  enqueuedAt: Date;
  failedAt: Date;
}

/** The jobs that failed at every attempt. Their payloads may contain personal data: they are not shown. */
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly boss: PgBoss,
  ) {}

  /** The newest first, at most `limit`. */
  async list(limit: number): Promise<DeadLetter[]> {
    const { rows } = await sql<DeadLetter>`
      select
        id,
        source_name as name,
        source_retry_count + 1 as attempts,
        coalesce(source_output ->> 'message', source_output ->> 'value', source_output::text, 'unknown') as reason,
        coalesce(source_created_on, created_on) as "enqueuedAt",
        created_on as "failedAt"
      from pgboss.job
      where name = ${DEAD_LETTERS} and state < 'active'
      order by created_on desc, id desc
      limit ${limit}
    `.execute(this.database.read);
    return rows;
  }

  /** Gives a dead letter all its attempts again. Gives false when there is none of that id. */
  async retry(id: string): Promise<boolean> {
    if (!UUID.test(id)) return false;
    const moved = await this.boss.redrive(DEAD_LETTERS, { ids: [id] });
    return moved > 0;
  }
}
