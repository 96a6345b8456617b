import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { type Db, PgBoss } from 'pg-boss';
import type { Database, Tx } from '../database/database.js';

export const DEAD_LETTERS = 'dead-letters';

/** How soon a killed process is noticed: its jobs stop beating, and the next look gives them to others. */
const LOOK_SECONDS = 15;
const CLEAN_SECONDS = 3_600;

/** The job tables over the connections of `database`; without `works` it neither looks after them nor keeps schedules. */
export function createBoss(database: Database, works: boolean): PgBoss {
  return new PgBoss({
    db: onPool(database.connections),
    schema: 'pgboss',
    supervise: works,
    schedule: works,
    superviseIntervalSeconds: LOOK_SECONDS,
    monitorIntervalSeconds: LOOK_SECONDS,
    maintenanceIntervalSeconds: CLEAN_SECONDS,
  });
}

/** For what is to happen with the caller's transaction or not at all. */
export function inTransaction(tx: Tx): Db {
  return {
    executeSql: async (text, values = []) => {
      const { rows } = await tx.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}

/** pg-boss does its own arithmetic: it gets 64-bit integers as `pg` delivers them, not as our pool does. */
function onPool(pool: pg.Pool): Db {
  return {
    executeSql: (text, values) =>
      pool.query({ text, types: pg.types, ...(values && { values: [...values] }) }),
  };
}
