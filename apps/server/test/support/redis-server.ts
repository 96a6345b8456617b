import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { vi } from 'vitest';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A real Redis that a test may kill, freeze and start again on the same port. */
export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly directory: string,
  ) {}

  static async start(): Promise<RedisServer> {
    const directory = mkdtempSync(join(tmpdir(), 'plaza-redis-'));
    const server = new RedisServer(await freePort(), directory);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const options = [
      '--port',
      String(this.port),
      '--dir',
      this.directory,
      '--save',
      '',
      '--appendonly',
      'no',
    ];
    this.child = spawn('redis-server', options, { stdio: 'ignore' });
    await vi.waitFor(() => this.command((redis) => redis.ping()), { timeout: 10_000 });
  }

  async kill(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Still connected, answers nothing. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  async flush(): Promise<void> {
    await this.command((redis) => redis.flushall());
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async command<Result>(run: (redis: Redis) => Promise<Result>): Promise<Result> {
    const redis = new Redis(this.url, { lazyConnect: true, retryStrategy: null, connectTimeout: 500 });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await run(redis);
    } finally {
      redis.disconnect();
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}
