import { sql } from 'kysely';
import type { Clock } from '../clock/clock.js';
import type { Database, Tx } from '../database/database.js';
import type { LogPosition } from './domain-events.js';

const LEASE_MS = 10_000;
const BEFORE_EVERYTHING: LogPosition = { xid: '0', id: '00000000-0000-0000-0000-000000000000' };

/** Another process has taken over; what this one was about to do is rolled back. */
export class LeaseLostError extends Error {
  constructor(consumer: string) {
    super(`The lease of ${consumer} is held by another process`);
    this.name = 'LeaseLostError';
  }
}

/** The right of one process to move the cursor of one listener, which runs out unless renewed. */
export class ListenerLease {
  constructor(
    private readonly consumer: string,
    private readonly holder: string,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Gives the stored position, or undefined while another process holds the lease. */
  async take(): Promise<LogPosition | undefined> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      await tx
        .insertInto('event_cursors')
        .values({
          consumer: this.consumer,
          xid: BEFORE_EVERYTHING.xid,
          event_id: BEFORE_EVERYTHING.id,
          moved_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const taken = await tx
        .updateTable('event_cursors')
        .set({ leased_by: this.holder, leased_until: this.expiry() })
        .where('consumer', '=', this.consumer)
        .where((is) =>
          is.or([
            is('leased_until', 'is', null),
            is('leased_until', '<', now),
            is('leased_by', '=', this.holder),
          ]),
        )
        .returning(['xid', 'event_id'])
        .executeTakeFirst();
      return taken && { xid: taken.xid, id: taken.event_id };
    });
  }

  /** Errors: `LeaseLostError`. */
  async renew(): Promise<void> {
    const renewed = await this.database.transaction((tx) =>
      tx
        .updateTable('event_cursors')
        .set({ leased_until: this.expiry() })
        .where('consumer', '=', this.consumer)
        .where('leased_by', '=', this.holder)
        .executeTakeFirst(),
    );
    if (renewed.numUpdatedRows === 0n) throw new LeaseLostError(this.consumer);
  }

  /**
   * Moves the cursor in the transaction of the effect. Gives false when it stands there or beyond already: the event was
   * handled, and the effect must not happen again. Errors: `LeaseLostError`.
   */
  async moveTo(tx: Tx, position: LogPosition): Promise<boolean> {
    const { rows } = await sql<{ moved: boolean }>`
      with held as (
        select (xid, event_id) < (${position.xid}::xid8, ${position.id}::uuid) as moved
        from event_cursors
        where consumer = ${this.consumer} and leased_by = ${this.holder}
        for update
      ), moving as (
        update event_cursors
        set xid = ${position.xid}::xid8, event_id = ${position.id}::uuid, moved_at = ${this.clock.now()}
        from held
        where consumer = ${this.consumer} and held.moved
      )
      select moved from held
    `.execute(tx);
    const held = rows[0];
    if (!held) throw new LeaseLostError(this.consumer);
    return held.moved;
  }

  async release(): Promise<void> {
    await this.database.transaction((tx) =>
      tx
        .updateTable('event_cursors')
        .set({ leased_by: null, leased_until: null })
        .where('consumer', '=', this.consumer)
        .where('leased_by', '=', this.holder)
        .execute(),
    );
  }

  private expiry(): Date {
    return new Date(this.clock.milliseconds() + LEASE_MS);
  }
}
