import { createHash, createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { limits, type UserId } from '@plaza/contract';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { Clock } from '../clock/clock.js';
import { Database, type Tx } from '../database/database.js';
import { invalidInput, ProblemError } from '../problems/problem-error.js';
import { seal, unseal } from '../secrets/sealed-box.js';
import { Settings } from '../settings/settings.js';
import './idempotency.tables.js';

const KEPT_MS = 86_400_000;
/** How many expired keys are deleted at a time. */
const BATCH = 1_000;

interface Remembered {
  status: number;
  response: unknown;
}

/**
 * Makes a POST safe to send again: its first response is stored for 24 h under the key the client chose, sealed so that only
 * who has the key can read it.
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Errors: `invalid_input` when the header is not a key. */
  keyOf(request: FastifyRequest): string | undefined {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key !== 'string' || key.length === 0 || key.length > limits.idempotencyKey) {
      throw invalidInput('Idempotency-Key', 'too_big', `1 to ${limits.idempotencyKey} characters`);
    }
    return key;
  }

  /**
   * Runs `work` in one transaction with its key, or gives back what the key's first request was answered. A second request
   * with the same key waits for the first. Errors: `idempotency_conflict` when the key came with another request.
   */
  async once(
    userId: UserId,
    key: string,
    operation: string,
    input: unknown,
    work: () => Promise<Remembered>,
  ): Promise<Remembered> {
    // Keyed: a request may contain a password, and a plain hash of it could be tried out at leisure.
    const requestHash = createHmac('sha256', this.sealingKey(key))
      .update(JSON.stringify([operation, input]))
      .digest();
    return this.database.transaction(async (tx) => {
      await lockKey(tx, userId, key);
      const first = await this.recall(tx, userId, key, requestHash);
      if (first) return first;
      const answer = await work();
      await tx
        .insertInto('idempotency_keys')
        .values({
          user_id: userId,
          key_hash: hashOf(key),
          operation,
          request_hash: requestHash,
          status: answer.status,
          sealed_response: this.sealed(answer.response, userId, key),
          created_at: this.clock.now(),
        })
        .execute();
      return answer;
    });
  }

  private async recall(
    tx: Tx,
    userId: UserId,
    key: string,
    requestHash: Buffer,
  ): Promise<Remembered | undefined> {
    const first = await tx
      .selectFrom('idempotency_keys')
      .select(['request_hash', 'status', 'sealed_response'])
      .where('user_id', '=', userId)
      .where('key_hash', '=', hashOf(key))
      .executeTakeFirst();
    if (!first) return undefined;
    if (!first.request_hash.equals(requestHash)) throw new ProblemError('idempotency_conflict');
    return { status: first.status, response: this.opened(first.sealed_response, userId, key) };
  }

  private sealed(response: unknown, userId: UserId, key: string): Buffer {
    return seal(Buffer.from(JSON.stringify(response ?? null)), this.sealingKey(key), userId);
  }

  /** Errors: `idempotency_conflict` when it was sealed under another secret of the server. */
  private opened(sealed: Buffer, userId: UserId, key: string): unknown {
    const response = unseal(sealed, this.sealingKey(key), userId);
    if (!response) throw new ProblemError('idempotency_conflict');
    return JSON.parse(response.toString());
  }

  private sealingKey(key: string): Buffer {
    return createHmac('sha256', this.settings.secretKey).update(`plaza idempotency ${key}`).digest();
  }
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** A lock, not a row: a row would fix the position of the transaction in the event log before the use case begins. */
async function lockKey(tx: Tx, userId: UserId, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`idempotency ${userId} ${key}`}, 0))`.execute(tx);
}

/** Deletes the idempotency keys older than a day, in batches small enough to block nobody. */
export async function expireIdempotencyKeys(
  database: Database,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS);
  while (!signal.aborted && (await deleteBatch(database, before)) === BATCH);
}

async function deleteBatch(database: Database, before: Date): Promise<number> {
  const { numAffectedRows } = await database.transaction((tx) =>
    sql`
    delete from idempotency_keys
    where (user_id, key_hash) in (
      select user_id, key_hash
      from idempotency_keys
      where created_at < ${before}
      order by created_at
      limit ${BATCH}
    )
  `.execute(tx),
  );
  return Number(numAffectedRows ?? 0);
}
