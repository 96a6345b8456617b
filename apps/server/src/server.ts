import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import Fastify, { type FastifyInstance } from 'fastify';
import type pg from 'pg';
import { AppModule } from './app.module.js';
import { Clock } from './platform/clock/clock.js';
import { Database } from './platform/database/database.js';
import { EmbeddedPostgres } from './platform/database/embedded/embedded-postgres.js';
import { migrate } from './platform/database/migrations/migrate.js';
import { openPool } from './platform/database/pool.js';
import { Health, serveHealth } from './platform/health/health.js';
import { HttpServer } from './platform/http/http-server.js';
import { createLogger, type Logger } from './platform/logging/logger.js';
import { Metrics } from './platform/metrics/metrics.js';
import { measureRequests } from './platform/metrics/platform-metrics.js';
import { lockDataDir } from './platform/process/data-dir.js';
import { Lifetime, within } from './platform/process/lifetime.js';
import { explainRefusal, findFreePort } from './platform/process/listen.js';
import { Gateway } from './platform/realtime/gateway.js';
import type { Settings } from './platform/settings/settings.js';
import { processRoleOf } from './process-roles/process-roles.js';

export interface RunningServer {
  /** The origin under which this machine reaches it. */
  url: string;
  app: INestApplicationContext;
  /** Stops gracefully: no new work, what runs is finished, sockets are closed with the advice to reconnect; 10 seconds at most. */
  close(): Promise<void>;
}

export interface StartOptions {
  log?: Logger;
  clock?: Clock;
  /** Called with what happens next, in a few words. */
  onProgress?: (step: string) => void;
}

const REQUESTS_MS = 4_000;
const WORK_MS = 4_000;
const POOL_MS = 500;

/**
 * Starts everything that the role asks for and resolves once it is ready. Errors: `StartError` with one line for a person
 * when something outside prevents it; whatever was opened is closed again.
 */
export async function startServer(settings: Settings, options: StartOptions = {}): Promise<RunningServer> {
  const opened = new AsyncDisposableStack();
  try {
    return await start(await withRealPort(settings), options, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function start(
  settings: Settings,
  { log = createLogger(settings), clock = new Clock(), onProgress = () => undefined }: StartOptions,
  opened: AsyncDisposableStack,
): Promise<RunningServer> {
  const dataDir = lockDataDir(settings.dataDir);
  opened.defer(() => dataDir.release());

  onProgress(settings.databaseUrl ? 'connecting to PostgreSQL' : 'starting the embedded PostgreSQL');
  const connection = await provideDatabase(settings, log, opened);
  onProgress('bringing the schema up to date');
  await migrate(connection, { log });
  const database = new Database(openLoggedPool(connection, settings, log));
  opened.defer(() => within(POOL_MS, database.close()));

  onProgress('starting the application');
  const context = { settings, logger: log, database, clock };
  const app = await NestFactory.createApplicationContext(AppModule.on(context), {
    logger: false,
    abortOnError: false,
  });
  opened.defer(() => within(WORK_MS, app.close()));
  const fastify = await createHttp(settings, app);
  opened.defer(() => closeHttp(fastify));
  await listenOn(fastify, settings);
  opened.defer(() => app.get(Lifetime).beginStop());

  const url = `http://localhost:${settings.port}`;
  log.info({ url, role: settings.role }, 'ready');
  return { url, app, close: () => opened.disposeAsync() };
}

async function provideDatabase(
  settings: Settings,
  log: Logger,
  opened: AsyncDisposableStack,
): Promise<pg.PoolConfig> {
  if (settings.databaseUrl) return { connectionString: settings.databaseUrl, application_name: 'plaza' };
  const embedded = await EmbeddedPostgres.start({ dataDir: settings.dataDir, log });
  opened.defer(() => embedded.stop());
  return embedded.connection;
}

function openLoggedPool(connection: pg.PoolConfig, settings: Settings, log: Logger): pg.Pool {
  return openPool(connection, settings.databasePool, (error) => {
    log.warn({ err: error }, 'an idle database connection was lost');
  });
}

async function createHttp(settings: Settings, app: INestApplicationContext): Promise<FastifyInstance> {
  const { api, gateway } = processRoleOf(settings.role);
  const fastify = api ? await app.get(HttpServer).create() : Fastify();
  if (gateway) app.get(Gateway).attach(fastify);
  measureRequests(fastify, app.get(Metrics));
  serveHealth(fastify, app.get(Health));
  return fastify;
}

async function listenOn(fastify: FastifyInstance, { port, host }: Settings): Promise<void> {
  try {
    await fastify.listen({ port, host });
  } catch (error) {
    throw explainRefusal(error, { setting: 'PORT', port, host });
  }
}

async function closeHttp(fastify: FastifyInstance): Promise<void> {
  await within(REQUESTS_MS, fastify.close());
  fastify.server.closeAllConnections();
}

/** Port 0 asks for any; it has to be known before links and cookies are made from it. */
async function withRealPort(settings: Settings): Promise<Settings> {
  if (settings.port !== 0) return settings;
  const port = await findFreePort(settings.host);
  const publicUrl = settings.publicUrl.replace(/^http:\/\/localhost:0$/, `http://localhost:${port}`);
  return { ...settings, port, publicUrl };
}
