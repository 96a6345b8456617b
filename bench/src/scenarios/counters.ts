import { setTimeout as pause } from 'node:timers/promises';
import { type BenchEnv, SMALL } from '../env/bench-env.js';
import { type Figure, median } from '../env/figures.js';
import { type Guest, grantPasswords, post, put, signIn, signInAll } from '../env/people.js';
import type { MeasuredProcess } from '../env/processes.js';
import { cast, numbersFrom } from '../env/seed/rows.js';
import { closeAll, listenAll, subscribeAll } from '../env/sockets.js';

const FEW = 10;
const MANY = 3_000;
/** Beyond all seeded people. */
const FIRST = 1_000_000;
const EVENTS = 100;
const WARM_EVENTS = 20;
const ROUNDS = 3;
const PAUSE_MS = 40;
/** Beside the event, so many sockets are kept alive. */
const MOST_TIMES = 1.3;

type Work = (author: Guest, entryId: string, index: number) => Promise<unknown>;

const works: { what: string; work: (url: string) => Work }[] = [
  {
    what: 'a vote',
    work: (url) => (author, entryId, index) =>
      put(`${url}/api/v1/entries/${entryId}/vote`, { value: index % 2 === 0 ? 1 : 0 }, author),
  },
  {
    what: 'a post',
    work: (url) => (author, _entryId, index) =>
      post(`${url}/api/v1/posts`, { title: `Number ${index}`, body: 'Nobody follows me.' }, author),
  },
];

interface Side {
  server: MeasuredProcess;
  author: Guest;
  entryId: string;
  close: () => void;
}

/** Processor time of an event while few and while thousands are subscribed to the home feed who do not see it. */
export async function counters(env: BenchEnv): Promise<Figure[]> {
  const [few, many] = [await open(env, 'bench_few', FEW), await open(env, 'bench_many', MANY)];
  const figures: Figure[] = [];
  for (const { what, work } of works) {
    const rounds = { few: [] as number[], many: [] as number[] };
    for (const side of [few, many]) await run(side, work(side.server.url), WARM_EVENTS);
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.few.push(await run(few, work(few.server.url), EVENTS));
      rounds.many.push(await run(many, work(many.server.url), EVENTS));
    }
    const [base, crowded] = [median(rounds.few), median(rounds.many)];
    figures.push({
      what: `${what}, ${MANY.toLocaleString('en')} people online who do not see it`,
      budget: `≤ ${MOST_TIMES} × with ${FEW}`,
      measured: `${(crowded / base).toFixed(2)} ×`,
      isMet: crowded / base <= MOST_TIMES,
      note: `${crowded.toFixed(1)} and ${base.toFixed(1)} ms of processor time of the server`,
    });
  }
  few.close();
  many.close();
  return figures;
}

/** A server with so many people subscribed to their home feed, and one whom none of them follows. */
async function open(env: BenchEnv, database: string, people: number): Promise<Side> {
  await env.copy(database);
  await env.query(
    database,
    `insert into users (id, username, username_skeleton, email, display_name, created_at)
     select uuidv7(), 'seed_' || n, 'seed_' || n, 'seed_' || n || '@example.org', 'Seeded ' || n, now()
     from generate_series(${FIRST}, ${FIRST + people}) as n`,
  );
  const [author = FIRST, ...others] = numbersFrom(FIRST, people + 1);
  await grantPasswords(env.cluster.url(database), [author, ...others, cast.reader]);
  const server = await env.plaza(database);
  const guests = await signInAll(server.url, others);
  const sockets = await listenAll(server.url, 'plain', guests, () => undefined);
  await subscribeAll(sockets, ['feed:home']);
  const [entry] = await env.query(
    await env.seeded(SMALL),
    `select id from entries where kind = 'post' and audience = 'public' order by id desc limit 1`,
  );
  return {
    server,
    author: await signIn(server.url, author),
    entryId: String(entry?.id),
    close: () => closeAll(sockets),
  };
}

/** Milliseconds of processor time for each event, what the open sockets cost meanwhile among it. */
async function run({ server, author, entryId }: Side, work: Work, events: number): Promise<number> {
  const before = server.cpuSeconds;
  for (let index = 0; index < events; index += 1) {
    await work(author, entryId, index);
    await pause(PAUSE_MS);
  }
  await pause(1_000);
  return ((server.cpuSeconds - before) * 1_000) / events;
}
