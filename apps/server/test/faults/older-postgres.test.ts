import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../../src/platform/process/listen.js';
import { ServerProcess } from '../support/server-process.js';

const TEXT = 25;

it('a start on an older PostgreSQL says in one line which one it needs', async () => {
  const postgres = createServer((socket) => playPostgres(socket, { version: '140011', release: '14.11' }));
  await listen(postgres, { setting: 'PORT', port: 0, host: '127.0.0.1' });
  const address = postgres.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const directory = mkdtempSync(join(tmpdir(), 'plaza-older-'));
  onTestFinished(() => {
    postgres.close();
    rmSync(directory, { recursive: true });
  });
  const server = await ServerProcess.spawn({
    dataDir: join(directory, 'data'),
    directory,
    env: { LOG_LEVEL: 'error', DATABASE_URL: `postgres://plaza@127.0.0.1:${port}/plaza` },
  });
  expect(await server.end()).toBe(1);
  expect(server.log.trim().split('\n')).toEqual([
    'DATABASE_URL leads to PostgreSQL 14.11; Plaza needs 15 or newer: upgrade it.',
  ]);
});

/** Lets everybody in and answers every question with its version: protocol 3.0 as far as a start goes. */
function playPostgres(socket: Socket, { version, release }: { version: string; release: string }): void {
  const ready = packet('Z', Buffer.from('I'));
  const columns = ['version', 'release', 'encoding'].map((name) => {
    const facts = Buffer.alloc(18);
    facts.writeInt32BE(TEXT, 6);
    facts.writeInt16BE(-1, 10);
    facts.writeInt32BE(-1, 12);
    return Buffer.concat([Buffer.from(`${name}\0`), facts]);
  });
  const values = [version, release, 'UTF8'].map((value) =>
    Buffer.concat([int32(value.length), Buffer.from(value)]),
  );
  const answer = Buffer.concat([
    packet('T', Buffer.concat([int16(columns.length), ...columns])),
    packet('D', Buffer.concat([int16(values.length), ...values])),
    packet('C', Buffer.from('SELECT 1\0')),
    ready,
  ]);
  let isIn = false;
  socket.on('error', () => undefined);
  socket.on('data', (asked: Buffer) => {
    if (!isIn) socket.write(Buffer.concat([packet('R', int32(0)), ready]));
    else if (asked[0] === 'Q'.charCodeAt(0)) socket.write(answer);
    isIn = true;
  });
}

function packet(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
