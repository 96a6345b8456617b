import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { limits, type UserId } from '@plaza/contract';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../clock/clock.js';
import { Database, type Tx } from '../database/database.js';
import { invalidInput, ProblemError } from '../problems/problem-error.js';
import './idempotency.tables.js';

interface Remembered {
  status: number;
  response: unknown;
}

/** Makes a POST safe to send again: its first response is kept for 24 h with the key the client chose. */
@Injectable()
export class Idempotency {
  constructor(
    private readonly database: Database,
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
    const requestHash = createHash('sha256')
      .update(JSON.stringify([operation, input]))
      .digest();
    return this.database.transaction(async (tx) => {
      const isFirst = await this.claim(tx, userId, key, operation, requestHash);
      if (!isFirst) return this.recall(tx, userId, key, requestHash);
      const answer = await work();
      await tx
        .updateTable('idempotency_keys')
        .set({ status: answer.status, response: JSON.stringify(answer.response ?? null) })
        .where('user_id', '=', userId)
        .where('key', '=', key)
        .execute();
      return answer;
    });
  }

  /** The unique key makes a concurrent request wait here until the first commits or fails. */
  private async claim(
    tx: Tx,
    userId: UserId,
    key: string,
    operation: string,
    requestHash: Buffer,
  ): Promise<boolean> {
    const inserted = await tx
      .insertInto('idempotency_keys')
      .values({ user_id: userId, key, operation, request_hash: requestHash, created_at: this.clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }

  private async recall(tx: Tx, userId: UserId, key: string, requestHash: Buffer): Promise<Remembered> {
    const kept = await tx
      .selectFrom('idempotency_keys')
      .select(['request_hash', 'status', 'response'])
      .where('user_id', '=', userId)
      .where('key', '=', key)
      .executeTakeFirstOrThrow();
    if (!kept.request_hash.equals(requestHash) || kept.status === null) {
      throw new ProblemError('idempotency_conflict');
    }
    return { status: kept.status, response: kept.response };
  }
}
