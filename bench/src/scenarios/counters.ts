import { setTimeout as pause } from 'node:timers/promises';
import { type BenchEnv, SMALL } from '../env/bench-env.js';
import type { Cluster } from '../env/cluster.js';
import { type Figure, median } from '../env/figures.js';
import { type Guest, grantPasswords, post, put, signIn, signInAll } from '../env/people.js';
import type { MeasuredProcess } from '../env/processes.js';
import { cast, numbersFrom } from '../env/seed/rows.js';
import { closeAll, listenAll, subscribeAll } from '../env/sockets.js';

const FEW = 10;
const MANY = 3_000;
/** Beyond all seeded people. */
const FIRST = 1_000_000;
const EVENTS = 50;
const ROUNDS = 6;
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

/** Milliseconds of processor time for each event. */
interface Cost {
  server: number;
  database: number;
}

interface Side {
  server: MeasuredProcess;
  cluster: Cluster;
  author: Guest;
  entryId: string;
  close: () => void;
}

/** Processor time, that of PostgreSQL among it, of an event while few and while thousands are subscribed to the home feed who do not see it. */
export async function counters(env: BenchEnv): Promise<Figure[]> {
  const [few, many] = [await open(env, 'bench_few', FEW), await open(env, 'bench_many', MANY)];
  const figures: Figure[] = [];
  for (const { what, work } of works) {
    const rounds = { few: [] as Cost[], many: [] as Cost[] };
    for (const side of [few, many]) await run(side, work(side.server.url));
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.few.push(await run(few, work(few.server.url)));
      rounds.many.push(await run(many, work(many.server.url)));
    }
    const [base, crowded] = [middle(rounds.few), middle(rounds.many)];
    const times = (crowded.server + crowded.database) / (base.server + base.database);
    figures.push({
      what: `${what}, ${MANY.toLocaleString('en')} people online who do not see it`,
      budget: `≤ ${MOST_TIMES} × with ${FEW}`,
      measured: `${times.toFixed(2)} ×`,
      isMet: times <= MOST_TIMES,
      note: `${crowded.server.toFixed(1)} and ${base.server.toFixed(1)} ms of processor time of the server, ${crowded.database.toFixed(1)} and ${base.database.toFixed(1)} ms of PostgreSQL`,
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
    cluster: env.cluster,
    author: await signIn(server.url, author),
    entryId: String(entry?.id),
    close: () => closeAll(sockets),
  };
}

/** What the events cost, what the open sockets cost meanwhile among it. */
async function run({ server, cluster, author, entryId }: Side, work: Work): Promise<Cost> {
  const before = { server: server.cpuSeconds, database: cluster.cpuSeconds };
  for (let index = 0; index < EVENTS; index += 1) {
    await work(author, entryId, index);
    await pause(PAUSE_MS);
  }
  await pause(1_000);
  return {
    server: ((server.cpuSeconds - before.server) * 1_000) / EVENTS,
    database: ((cluster.cpuSeconds - before.database) * 1_000) / EVENTS,
  };
}

function middle(costs: Cost[]): Cost {
  return {
    server: median(costs.map(({ server }) => server)),
    database: median(costs.map(({ database }) => database)),
  };
}
