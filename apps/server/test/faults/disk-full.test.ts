import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from '../../src/cli/invariants.js';
import { connectionOfRunning } from '../../src/platform/database/embedded/cluster.js';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';

const MEBIBYTE = 1024 * 1024;
const PATIENCE_MS = 15_000;

const dataDir = mkdtempSync(join(tmpdir(), 'plaza-full-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', dataDir]).status === 0;

let server: ServerProcess;
let people = 0;

describe.skipIf(!isMounted)('a disk that is full', () => {
  beforeAll(async () => {
    server = await ServerProcess.start({ dataDir, directory: dataDir });
  });

  afterAll(async () => {
    await server.stop();
    execFileSync('umount', [dataDir]);
    rmSync(dataDir, { recursive: true });
  });

  it('has writes refused and reads answered, until there is room again', async () => {
    expect((await register()).status).toBe(201);
    leaveFree(40);
    await eventually(async () => expect((await register()).status).toBe(507), PATIENCE_MS);
    const refused = await register();
    expect(refused.headers.get('Retry-After')).toBe('60');
    expect(await refused.json()).toMatchObject({ code: 'storage_full' });
    expect((await get('/api/v1/posts')).status).toBe(200);
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(503);

    rmSync(join(dataDir, 'filler'));
    await eventually(async () => expect((await register()).status).toBe(201), PATIENCE_MS);
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('to the last byte damages nothing', async () => {
    leaveFree(0);
    await eventually(async () => expect((await register()).status).toBeGreaterThanOrEqual(503), PATIENCE_MS);
    rmSync(join(dataDir, 'filler'));
    await eventually(async () => expect((await register()).status).toBe(201), PATIENCE_MS);
    const connections = new pg.Pool({ ...connectionOfRunning(dataDir), max: 1 });
    expect(await findViolations(connections, 10)).toEqual([]);
    await connections.end();
  });
});

function get(path: string): Promise<Response> {
  return fetch(`${server.url}${path}`);
}

function register(): Promise<Response> {
  people += 1;
  return fetch(`${server.url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      username: `ada_${people}`,
      email: `ada${people}@example.org`,
      password: 'a long and unlikely password',
    }),
  });
}

function leaveFree(mebibytes: number): void {
  const { bavail, bsize } = statfsSync(dataDir);
  const room = bavail * bsize - mebibytes * MEBIBYTE;
  try {
    writeFileSync(join(dataDir, 'filler'), Buffer.alloc(room));
  } catch (error) {
    // The server takes room at the same time; then the disk is as full as it gets.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
