import { randomUUID } from 'node:crypto';
import type { Request } from 'autocannon';
import { type BenchEnv, POOL_SIZE } from '../env/bench-env.js';
import type { SentStatement } from '../env/cluster.js';
import type { Figure } from '../env/figures.js';
import { compare } from '../env/load.js';
import { type Guest, grantPasswords, sendMessage, signInAll } from '../env/people.js';
import { freshEvent, freshMessage, type Replay } from '../env/replay.js';
import { numbersFrom } from '../env/seed/rows.js';

const AUTHORS = 20;
const CHANNELS = 50;
const LEAST_SHARE = 0.5;
const BODY = 'It was a dark and stormy night; the rain fell in torrents.';

/** Sends messages that are on disk when they are answered, beside a bare route that does the same transactions. */
export async function writeOne(env: BenchEnv): Promise<Figure[]> {
  const database = await env.copy('bench_write');
  const bareDatabase = await env.copy('bench_write_bare');
  await grantPasswords(env.cluster.url(database), numbersFrom(0, AUTHORS));
  const found = await env.query(
    database,
    `select id from channels where name between 'channel-1' and 'channel-9' and community_id in (
       select id from communities where handle = 'seed_0'
     ) limit ${CHANNELS}`,
  );
  const channels = found.map(({ id }) => String(id));

  let authors: Guest[] = [];
  const recorded = await env.cluster.record(database, async () => {
    const server = await env.plaza(database);
    authors = await signInAll(server.url, numbersFrom(0, AUTHORS));
    for (const [index, channel] of channels.entries()) {
      await sendMessage(server.url, guestOf(authors, index), channel, BODY);
    }
    await server.stop();
  });
  const requests = transactionsIn(recorded).map(withFreshIdentifiers);
  if (requests.length !== channels.length)
    throw new Error(`Recorded ${requests.length} of ${channels.length} writes`);

  const server = await env.plaza(database);
  authors = await signInAll(server.url, numbersFrom(0, AUTHORS));
  const replay: Replay = {
    databaseUrl: env.cluster.url(bareDatabase),
    poolSize: POOL_SIZE,
    requests,
    isTransaction: true,
  };
  const baseline = await env.baseline('replay', replay);
  const { product, bare } = await compare(
    {
      server,
      requests: channels.map((channel, index) =>
        sending(`/api/v1/channels/${channel}/messages`, guestOf(authors, index).token),
      ),
    },
    { server: baseline, requests: [sending('/write', guestOf(authors, 0).token)] },
  );
  const share = product.perSecond / bare.perSecond;
  return [
    {
      what: 'write one message, durable, HTTP',
      budget: '≥ 50 % of bare',
      measured: `${(share * 100).toFixed(0)} %`,
      isMet: share >= LEAST_SHARE,
      note: `${product.perSecond.toFixed(0)} and ${bare.perSecond.toFixed(0)} messages/s over ${channels.length} channels; ${product.cpu.toFixed(2)} and ${bare.cpu.toFixed(2)} ms of processor time each, the product's with all that follows from a message`,
    },
  ];
}

function guestOf(authors: Guest[], index: number): Guest {
  const author = authors[index % authors.length];
  if (!author) throw new Error('Nobody is signed in');
  return author;
}

function sending(path: string, token: string): Request {
  return {
    method: 'POST',
    path,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    setupRequest: (request) => ({ ...request, body: JSON.stringify({ body: BODY, nonce: randomUUID() }) }),
  };
}

/** The statements of every transaction that wrote a message, from `begin` to `commit`. */
function transactionsIn(recorded: SentStatement[]): SentStatement[][] {
  const open = new Map<number, SentStatement[]>();
  const closed: SentStatement[][] = [];
  for (const statement of recorded) {
    const transaction = open.get(statement.process) ?? [];
    if (/^begin/i.test(statement.text)) open.set(statement.process, [statement]);
    else transaction.push(statement);
    if (/^commit/i.test(statement.text)) {
      closed.push(transaction);
      open.delete(statement.process);
    }
  }
  return closed.filter((transaction) =>
    transaction.some(({ text }) => text.includes('insert into messages')),
  );
}

function withFreshIdentifiers(transaction: SentStatement[]): SentStatement[] {
  const insertion = transaction.find(({ text }) => text.includes('insert into messages'));
  const event = transaction.find(({ text }) => text.includes('insert into "events"'));
  const eventId = event?.values[0] ?? '';
  const subject =
    event?.values.find((value) => value?.startsWith('{"') && value.includes('messageId')) ?? '{}';
  const { messageId } = JSON.parse(subject);
  const nonce =
    insertion?.values.find((value) => value?.length === 36 && /^........-....-4/.test(value)) ?? '';
  return transaction.map(({ text, values, process }) => ({
    process,
    text,
    values: values.map(
      (value) =>
        value
          ?.replaceAll(messageId, freshMessage)
          .replaceAll(eventId || freshEvent, freshEvent)
          .replaceAll(nonce || freshMessage, freshMessage) ?? null,
    ),
  }));
}
