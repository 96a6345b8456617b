import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';

/** Measures how far the listeners are behind the event log. */
@Injectable()
export class EventLag {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** For each consumer the age in seconds of the oldest event it has not seen; 0 when it has seen all. */
  async seconds(): Promise<Map<string, number>> {
    const { rows } = await this.database.connections.query<{ consumer: string; at: Date | null }>(
      `select event_cursors.consumer, next.at
       from event_cursors
       left join lateral (
         select events.at
         from events
         where (events.xid, events.id) > (event_cursors.xid, event_cursors.event_id)
         order by events.xid, events.id
         limit 1
       ) as next on true`,
    );
    const now = this.clock.milliseconds();
    return new Map(
      rows.map(({ consumer, at }) => [consumer, at ? Math.max(0, now - at.getTime()) / 1000 : 0]),
    );
  }
}
