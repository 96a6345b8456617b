import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Database } from '../database/database.js';
import { DiskSpace } from '../health/disk-space.js';
import { EventLag } from '../health/event-lag.js';
import { Metrics } from './metrics.js';

/** Measures what the platform itself stands on: the pool, the event log, the disk. */
@Injectable()
export class PlatformMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
    private readonly lag: EventLag,
    private readonly diskSpace: DiskSpace,
  ) {}

  onModuleInit(): void {
    const { connections } = this.database;
    this.metrics.gauges('plaza_database_connections', 'Connections of the pool', 'state', async () => {
      const { totalCount, idleCount, waitingCount } = connections;
      return new Map([
        ['used', totalCount - idleCount],
        ['idle', idleCount],
        ['awaited', waitingCount],
      ]);
    });
    this.metrics.gauges('plaza_event_lag_seconds', 'Age of the oldest event not seen yet', 'consumer', () =>
      this.lag.seconds(),
    );
    this.metrics.gauge('plaza_dead_events', 'Events that a listener gave up on', async () => {
      const { rows } = await connections.query<{ count: number }>(
        'select count(*)::int as count from dead_events',
      );
      return rows[0]?.count ?? 0;
    });
    this.metrics.gauge('plaza_disk_free_bytes', 'Room left in DATA_DIR', () => this.diskSpace.freeBytes);
  }
}

/** Measures every request by method, route (not path: that would be one series for each entry) and status. */
export function measureRequests(fastify: FastifyInstance, metrics: Metrics): void {
  const durations = metrics.durations(
    'plaza_http_request_seconds',
    'Time from the request to the end of its answer',
    ['method', 'route', 'status'],
  );
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    durations.observe(labels, reply.elapsedTime / 1000);
  });
}
