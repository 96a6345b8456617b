import { EventEmitter } from 'node:events';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Database } from '../database/database.js';
import { takeStatementsInTurn } from '../database/statements.js';
import { Logger } from '../logging/logger.js';
import { Settings } from '../settings/settings.js';

const CHANNEL = 'plaza_events';
/** Many commits in this time make one notification between processes. */
const COALESCE_MS = 5;
const RECONNECT_MS = 1_000;

/**
 * Tells the readers of this process that something was committed: directly for its own commits, by a coalesced and empty
 * NOTIFY for those of other processes. Nothing depends on it: readers also look by themselves.
 */
@Injectable()
export class EventWaker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private announcement: NodeJS.Timeout | undefined;
  private listener: pg.Client | undefined;
  private reconnection: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.hasNeighbours) await this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.announcement);
    clearTimeout(this.reconnection);
    await this.listener?.end();
  }

  /** Called after a commit that appended events. */
  wake(): void {
    this.emitter.emit('wake');
    if (this.hasNeighbours && !this.isStopped)
      this.announcement ??= setTimeout(() => this.announce(), COALESCE_MS);
  }

  /** Gives back the function that ends it. */
  onWake(listener: () => void): () => void {
    this.emitter.on('wake', listener);
    return () => this.emitter.off('wake', listener);
  }

  /** Only an outside database can have other processes on it. */
  private get hasNeighbours(): boolean {
    return this.settings.databaseUrl !== undefined;
  }

  private announce(): void {
    this.announcement = undefined;
    const announcer = this.listener ?? this.database.connections;
    announcer.query(`notify ${CHANNEL}`).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'other processes could not be woken; they look by themselves');
    });
  }

  private async listen(): Promise<void> {
    const client = new pg.Client(this.database.connections.options);
    takeStatementsInTurn(client);
    client.on('error', (error) => {
      this.logger.warn({ err: error }, 'the connection that listens for events was lost');
      this.listenAgainLater();
    });
    try {
      await client.connect();
      const { rows } = await client.query<{ own: number }>('select pg_backend_pid() as own');
      // What this connection announced has woken the readers here already.
      client.on('notification', ({ processId }) => processId !== rows[0]?.own && this.emitter.emit('wake'));
      await client.query(`listen ${CHANNEL}`);
      this.listener = client;
      this.emitter.emit('wake');
    } catch (error) {
      this.logger.warn({ err: error }, 'cannot listen for events yet');
      await client.end().catch(() => undefined);
      this.listenAgainLater();
    }
  }

  private listenAgainLater(): void {
    this.listener = undefined;
    if (this.isStopped) return;
    this.reconnection ??= setTimeout(() => {
      this.reconnection = undefined;
      void this.listen();
    }, RECONNECT_MS);
  }
}
