import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type BenchEnv, LARGE, SMALL } from '../env/bench-env.js';
import { type Figure, median } from '../env/figures.js';
import { type Guest, grantPasswords, signIn } from '../env/people.js';
import type { MeasuredProcess } from '../env/processes.js';
import { cast } from '../env/seed/rows.js';

const ROUNDS = 40;
const WARM_ROUNDS = 8;
const MOST_TIMES_SMALL = 1.3;
/** Decision 9: the indexes of the large side are one level deeper. */
const MOST_BUFFERS_SMALL = 1.5;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

type Role = keyof typeof cast;

interface Answer {
  /** Until the whole page is there. */
  milliseconds: number;
  rows: number;
}

interface Side {
  database: string;
  server: MeasuredProcess;
  guests: Map<Role, Guest>;
  bigPost: string;
  bigChannel: string;
}

/** A page of a list: who asks, and where. */
interface Page {
  name: string;
  role: Role;
  path: (side: Side) => string;
}

const pages: Page[] = [
  ...['new', 'hot', 'best', 'controversial', 'rising', 'top&window=week', 'top&window=all'].map(
    (sort): Page => ({ name: `posts by ${sort}`, role: 'reader', path: () => `/posts?sort=${sort}` }),
  ),
  ...['best', 'top', 'new', 'controversial'].map(
    (sort): Page => ({
      name: `comments by ${sort}`,
      role: 'reader',
      path: ({ bigPost }) => `/entries/${bigPost}/comments?sort=${sort}`,
    }),
  ),
  { name: 'home of one who follows 50', role: 'reader', path: () => '/feeds/home' },
  { name: 'home of one who follows 200', role: 'keenReader', path: () => '/feeds/home' },
  { name: 'home of one who follows 1,500', role: 'hoarder', path: () => '/feeds/home' },
  { name: 'public feed', role: 'reader', path: () => '/feeds/public' },
  { name: 'channel history', role: 'reader', path: ({ bigChannel }) => `/channels/${bigChannel}/messages` },
  { name: 'notifications', role: 'addressee', path: () => '/notifications' },
  { name: 'unread notifications', role: 'addressee', path: () => '/notifications/unread' },
];

/** The same pages out of 10⁶ rows and out of 10⁴, in turns; buffers by PostgreSQL's own count of the very statements. */
export async function lists(env: BenchEnv): Promise<Figure[]> {
  const large = await openSide(env, LARGE);
  const small = await openSide(env, SMALL);
  const figures: Figure[] = [];
  for (const page of pages) figures.push(await measure(env, page, large, small));
  return figures;
}

async function openSide(env: BenchEnv, rows: number): Promise<Side> {
  const database = await env.seeded(rows);
  await grantPasswords(env.cluster.url(database), Object.values(cast));
  const server = await env.plaza(database);
  const [post] = await env.query(
    database,
    `select id from entries where kind = 'post' order by descendant_count desc limit 1`,
  );
  const [channel] = await env.query(database, 'select id from channels order by last_ordinal desc limit 1');
  const guests = new Map<Role, Guest>();
  for (const [role, number] of Object.entries(cast))
    guests.set(role as Role, await signIn(server.url, number));
  return { database, server, guests, bigPost: String(post?.id), bigChannel: String(channel?.id) };
}

async function measure(env: BenchEnv, page: Page, large: Side, small: Side): Promise<Figure> {
  const times = { large: [] as number[], small: [] as number[] };
  const rows = { large: 0, small: 0 };
  for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
    const [ofLarge, ofSmall] = [await ask(page, large), await ask(page, small)];
    rows.large = ofLarge.rows;
    rows.small = ofSmall.rows;
    if (round < 0) continue;
    times.large.push(ofLarge.milliseconds);
    times.small.push(ofSmall.milliseconds);
  }
  const [slow, quick] = [median(times.large), median(times.small)];
  const buffers = {
    large: await buffersOf(env, page, large),
    small: await buffersOf(env, page, small),
  };
  const byTime = slow / quick;
  const isByRow = rows.large !== rows.small && rows.small > 0;
  const byBuffers = (buffers.large / buffers.small) * (isByRow ? rows.small / rows.large : 1);
  return {
    what: page.name,
    budget: '≤ 1.3 × by median, ≤ 1.5 × by buffers',
    measured: `${byTime.toFixed(2)} ×, buffers ${byBuffers.toFixed(2)} ×${isByRow ? ' by row' : ''}`,
    isMet: byTime <= MOST_TIMES_SMALL && byBuffers <= MOST_BUFFERS_SMALL,
    note: `${slow.toFixed(2)} and ${quick.toFixed(2)} ms; ${buffers.large.toFixed(0)} and ${buffers.small.toFixed(0)} buffers for ${rows.large} and ${rows.small} rows`,
  };
}

async function buffersOf(env: BenchEnv, page: Page, side: Side): Promise<number> {
  const asked = 5;
  const ofDatabase = `(select oid from pg_database where datname = '${side.database}')`;
  await env.cluster.administer(`select pg_stat_statements_reset(0, ${ofDatabase})`);
  for (let count = 0; count < asked; count += 1) await ask(page, side);
  const [row] = await env.cluster.administer(
    `select sum(shared_blks_hit + shared_blks_read)::float8 as buffers
     from pg_stat_statements
     where dbid = ${ofDatabase} and calls % ${asked} = 0 and query !~ 'event|pgboss|sessions'`,
  );
  return Number(row?.buffers) / asked;
}

function ask(page: Page, side: Side): Promise<Answer> {
  const began = performance.now();
  const headers = { authorization: `Bearer ${side.guests.get(page.role)?.token}` };
  const url = `${side.server.url}/api/v1${page.path(side)}`;
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent, headers }, (response) => {
      text(response).then((page) => {
        const milliseconds = performance.now() - began;
        if (response.statusCode === 200)
          resolve({ milliseconds, rows: page.split('"createdAt"').length - 1 });
        else reject(new Error(`${url} answered ${response.statusCode}`));
      }, reject);
    });
    asking.on('error', reject);
    asking.end();
  });
}
