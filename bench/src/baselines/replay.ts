/**
 * A bare Fastify route that sends the very statements which the server was seen sending, and nothing else. Its argument is
 * the port; a `Replay` comes as a message.
 */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import Fastify from 'fastify';
import pg from 'pg';
import { freshEvent, freshMessage, type Replay } from '../env/replay.js';

const [replay]: Replay[] = await once(process, 'message');
if (!replay) throw new Error('There is nothing to replay');
const { databaseUrl, poolSize, isTransaction } = replay;
const requests = replay.requests.map((statements) =>
  statements.map((statement) => ({ ...statement, plan: planOf(statement.text) })),
);
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });
const fastify = Fastify();
let served = 0;

async function serve(): Promise<unknown> {
  served += 1;
  const statements = requests[served % requests.length] ?? [];
  const client = isTransaction ? await pool.connect() : undefined;
  try {
    const message = randomUUID();
    const event = randomUUID();
    let rows: unknown[] = [];
    for (const { text, values, plan } of statements) {
      const fresh = isTransaction
        ? values.map(
            (value) => value?.replaceAll(freshMessage, message).replaceAll(freshEvent, event) ?? null,
          )
        : values;
      const result = await (client ?? pool).query({ ...plan, text, values: fresh });
      if (result.rows.length > 0) rows = result.rows;
    }
    return rows;
  } finally {
    client?.release();
  }
}

/** What the server keeps the plan of, the bare route keeps the plan of as well. */
function planOf(text: string): { name?: string } {
  if (!text.trimStart().startsWith('/* prepared */')) return {};
  return { name: createHash('sha256').update(text).digest('base64url') };
}

fastify.get('/read', serve);
fastify.post('/write', async (_request, reply) => reply.code(201).send(await serve()));
await fastify.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
process.send?.('ready');
