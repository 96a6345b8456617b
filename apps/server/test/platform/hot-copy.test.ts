import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyCluster } from '../../src/cli/hot-copy.js';
import { connectionOfRunning } from '../../src/platform/database/embedded/cluster.js';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { createLogger } from '../../src/platform/logging/logger.js';

const log = createLogger({ logLevel: 'silent' });

let root: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'plaza-copy-'));
  server = await EmbeddedPostgres.start({ dataDir: root, log });
});

afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

async function connect(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(connection);
  await client.connect();
  return client;
}

describe('the copy of a running database', () => {
  it('starts as it is and contains every transaction up to its end, whole', async () => {
    await using writer = await disposable(server.connection);
    await writer.client.query(
      'create table pairs (id int generated always as identity, side text, filler text)',
    );
    const target = join(root, 'copy');
    let isCopying = true;
    const writing = (async () => {
      while (isCopying) {
        await writer.client.query(
          "insert into pairs (side, filler) select side, repeat('x', 2000) from unnest(array['left', 'right']) as side",
        );
      }
    })();
    await using reader = await disposable(server.connection);
    await expect.poll(() => count(reader.client, 'left')).toBeGreaterThan(100);
    const acknowledgedBefore = await count(reader.client, 'left');
    await copyCluster(server.connection, root, target);
    isCopying = false;
    await writing;

    const copy = await EmbeddedPostgres.start({ dataDir: target, log });
    try {
      await using copied = await disposable(copy.connection);
      const left = await count(copied.client, 'left');
      expect(left).toBeGreaterThanOrEqual(acknowledgedBefore);
      expect(await count(copied.client, 'right')).toBe(left);
    } finally {
      await copy.stop();
    }
  });

  it('finds the database of a server that runs in another process', async () => {
    const connection = connectionOfRunning(root);
    expect(connection).toEqual(server.connection);
    expect(connectionOfRunning(join(root, 'nowhere'))).toBeUndefined();
  });
});

async function disposable(connection: pg.ClientConfig) {
  const client = await connect(connection);
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

async function count(client: pg.Client, side: string): Promise<number> {
  const { rows } = await client.query('select count(*)::int as count from pairs where side = $1', [side]);
  return rows[0].count;
}
