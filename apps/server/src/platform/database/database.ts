import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type pg from 'pg';
import { isRetryable } from './database-errors.js';
import { refusesWrites } from './refuses-writes.js';
import type { Tables } from './tables.js';

/** An open transaction: the only thing that can write or lock. */
export type Tx = Transaction<Tables>;
/** Reads, in a transaction or outside: a `Tx` is one too. */
export type Querier = Pick<Kysely<Tables>, 'selectFrom' | 'getExecutor'>;

interface OpenTransaction {
  tx: Tx;
  reader: Querier;
  afterCommit: (() => void)[];
  hasEnded: boolean;
}

const MAX_ATTEMPTS = 5;

/**
 * All access to the database. Whoever writes asks `transaction` for a `Tx`; whoever only reads takes `read`. At most one
 * transaction is open along a chain of calls: one that is opened inside another joins it, and so do reads, so that what a
 * request wraps around a use case (an idempotency key) commits or fails with it, and nothing reads what it has not written
 * yet.
 */
@Injectable()
export class Database {
  private readonly pool: Kysely<Tables>;
  private readonly poolReader: Querier;
  private readonly surroundings = new AsyncLocalStorage<OpenTransaction>();

  constructor(readonly connections: pg.Pool) {
    this.pool = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: connections }) });
    this.poolReader = this.pool.withPlugin(refusesWrites);
  }

  /** For reads: sees what the surrounding transaction has written, when there is one. Refuses every other statement. */
  get read(): Querier {
    return this.surrounding?.reader ?? this.poolReader;
  }

  /**
   * Runs `work` in a transaction; serialisation failures and deadlocks are tried again, at most 5 times in all, so `work`
   * must have no effects outside the database. Errors: whatever `work` throws, after a rollback.
   */
  async transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const { surrounding } = this;
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
    const { surrounding } = this;
    if (surrounding) surrounding.afterCommit.push(effect);
    else effect();
  }

  /** Called last, by whoever opened it: everything else may need it while it stops. */
  async close(): Promise<void> {
    // Kysely ends only a pool that it has used itself.
    await this.connections.end();
  }

  /** A promise that nobody awaited may outlive its transaction; the connection belongs to others by then. */
  private get surrounding(): OpenTransaction | undefined {
    const surrounding = this.surroundings.getStore();
    return surrounding?.hasEnded ? undefined : surrounding;
  }

  private async attempt<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const opened: (() => void)[] = [];
    const result = await this.pool.transaction().execute(async (tx) => {
      const open = { tx, reader: tx.withPlugin(refusesWrites), afterCommit: opened, hasEnded: false };
      try {
        return await this.surroundings.run(open, () => work(tx));
      } finally {
        open.hasEnded = true;
      }
    });
    for (const effect of opened) effect();
    return result;
  }
}
