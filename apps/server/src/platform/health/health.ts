import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Database } from '../database/database.js';
import { Lifetime } from '../process/lifetime.js';
import { DiskSpace } from './disk-space.js';
import { EventLag } from './event-lag.js';

/** Each part by name with what was found; ready when all are `ok`. */
export interface Readiness {
  isReady: boolean;
  checks: Record<'process' | 'database' | 'migrations' | 'events' | 'disk', string>;
}

const RETRY_SECONDS = 1;
const CHECK_MS = 2_000;
const LONGEST_LAG_SECONDS = 60;
/** Probes come from everywhere and may not load the database: one check serves all that come within this time. */
const CACHED_MS = 500;

/** Says whether this process can do its work. */
@Injectable()
export class Health {
  private last: { at: number; readiness: Promise<Readiness> } | undefined;

  constructor(
    private readonly database: Database,
    private readonly lifetime: Lifetime,
    private readonly lag: EventLag,
    private readonly diskSpace: DiskSpace,
  ) {}

  /** Looks at everything that requests depend on, at most two seconds at each. */
  async readiness(): Promise<Readiness> {
    const now = performance.now();
    if (!this.last || now - this.last.at > CACHED_MS) this.last = { at: now, readiness: this.look() };
    const { checks } = await this.last.readiness;
    return withProcess(checks, this.lifetime.isStopping);
  }

  private async look(): Promise<Readiness> {
    const [database, migrations, events] = await Promise.all([
      outcomeOf(() => this.answers()),
      outcomeOf(() => this.isMigrated()),
      outcomeOf(() => this.isCurrent()),
    ]);
    const disk = this.diskSpace.isFull ? 'full' : 'ok';
    return withProcess({ process: 'ok', database, migrations, events, disk }, false);
  }

  private async answers(): Promise<string> {
    await this.database.connections.query('select 1');
    return 'ok';
  }

  private async isMigrated(): Promise<string> {
    const { rows } = await this.database.connections.query<{ version: number | null }>(
      'select max(version) as version from schema_migrations',
    );
    return rows[0]?.version ? 'ok' : 'missing';
  }

  private async isCurrent(): Promise<string> {
    const seconds = Math.max(0, ...(await this.lag.seconds()).values());
    return seconds <= LONGEST_LAG_SECONDS ? 'ok' : 'late';
  }
}

function withProcess(checks: Readiness['checks'], isStopping: boolean): Readiness {
  const all = { ...checks, process: isStopping ? 'stopping' : 'ok' };
  return { checks: all, isReady: Object.values(all).every((outcome) => outcome === 'ok') };
}

async function outcomeOf(look: () => Promise<string>): Promise<string> {
  const settled = look().catch(() => 'failed');
  return Promise.race([settled, pause(CHECK_MS, 'no answer in time', { ref: false })]);
}

/** What load balancers and supervisors ask: is the process alive, and does it want requests. */
export function serveHealth(fastify: FastifyInstance, health: Health): void {
  fastify.get('/health/live', { logLevel: 'silent' }, async (_request, reply) => {
    return reply.header('Cache-Control', 'no-store').send({ status: 'live' });
  });
  fastify.get('/health/ready', { logLevel: 'silent' }, async (_request, reply) => {
    const { isReady, checks } = await health.readiness();
    if (!isReady) reply.code(503).header('Retry-After', RETRY_SECONDS);
    return reply
      .header('Cache-Control', 'no-store')
      .send({ status: isReady ? 'ready' : 'not ready', checks });
  });
}
