import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type pg from 'pg';
import { isRetryable } from './database-errors.js';
import type { Tables } from './tables.js';

export type Tx = Transaction<Tables>;
/** Either the pool or a transaction: for reads that do both. */
export type Querier = Kysely<Tables>;

interface OpenTransaction {
  tx: Tx;
  afterCommit: (() => void)[];
}

const MAX_ATTEMPTS = 5;

/**
 * The one way to the database. A transaction opened inside another joins it, so that what a request wraps around a use
 * case (an idempotency key) commits or fails with it.
 */
@Injectable()
export class Database {
  private readonly pool: Querier;
  private readonly open = new AsyncLocalStorage<OpenTransaction>();

  constructor(readonly connections: pg.Pool) {
    this.pool = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: connections }) });
  }

  /** For reads: sees what the surrounding transaction has written, when there is one. */
  get read(): Querier {
    return this.open.getStore()?.tx ?? this.pool;
  }

  /**
   * Runs `work` in a transaction; serialisation failures and deadlocks are tried again, at most 5 times in all, so `work`
   * must have no effects outside the database. Errors: whatever `work` throws, after a rollback.
   */
  async transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const surrounding = this.open.getStore();
    if (surrounding) return work(surrounding.tx);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isRetryable(error)) throw error;
        await pause(2 ** attempt * (0.5 + Math.random()));
      }
    }
  }

  /** Calls `effect` once the surrounding transaction has committed; at once when there is none. */
  afterCommit(effect: () => void): void {
    const surrounding = this.open.getStore();
    if (surrounding) surrounding.afterCommit.push(effect);
    else effect();
  }

  /** Called last, by whoever opened it: everything else may need it while it stops. */
  async close(): Promise<void> {
    // Kysely ends only a pool that it has used itself.
    await this.connections.end();
  }

  private async attempt<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const afterCommit: (() => void)[] = [];
    const result = await this.pool
      .transaction()
      .execute((tx) => this.open.run({ tx, afterCommit }, () => work(tx)));
    for (const effect of afterCommit) effect();
    return result;
  }
}
