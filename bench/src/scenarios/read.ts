import { type BenchEnv, LARGE, POOL_SIZE } from '../env/bench-env.js';
import type { Figure } from '../env/figures.js';
import { compare } from '../env/load.js';
import { get, grantPasswords, signIn } from '../env/people.js';
import type { Replay } from '../env/replay.js';
import { cast } from '../env/seed/rows.js';

const ENTRIES = 50;
const LEAST_SHARE = 0.5;
/** What goes on beside the requests, and the look at the session that holds for a second. */
const BESIDE = /sessions|event|pgboss|pg_|set_config/i;

/** Reads single entries, signed in, beside a bare route that sends the same statements. */
export async function readOne(env: BenchEnv): Promise<Figure[]> {
  const database = await env.seeded(LARGE);
  const databaseUrl = env.cluster.url(database);
  await grantPasswords(databaseUrl, [cast.reader]);
  const rows = await env.query(
    database,
    `select id from entries where kind = 'post' and audience = 'public' and up > 3 order by id desc limit ${ENTRIES}`,
  );
  const paths = rows.map(({ id }) => `/api/v1/entries/${id}`);

  const recorded = await env.cluster.record(database, async () => {
    const server = await env.plaza(database);
    const reader = await signIn(server.url, cast.reader);
    for (const path of paths) await get(server.url + path, reader);
    await server.stop();
  });
  const requests: Replay['requests'] = [];
  for (const statement of recorded.filter(({ text }) => !BESIDE.test(text))) {
    if (statement.values.some((value) => rows.some(({ id }) => id === value))) requests.push([]);
    requests.at(-1)?.push(statement);
  }
  if (requests.length !== ENTRIES) throw new Error(`Recorded ${requests.length} reads of ${ENTRIES}`);

  const server = await env.plaza(database);
  const { token } = await signIn(server.url, cast.reader);
  const replay: Replay = { databaseUrl, poolSize: POOL_SIZE, requests, isTransaction: false };
  const baseline = await env.baseline('replay', replay);
  const { product, bare } = await compare(
    { server, requests: paths.map((path) => ({ path, headers: { authorization: `Bearer ${token}` } })) },
    { server: baseline, requests: [{ path: '/read' }] },
  );
  const share = product.perSecond / bare.perSecond;
  return [
    {
      what: 'read one entry, signed in, HTTP',
      budget: '≥ 50 % of bare',
      measured: `${(share * 100).toFixed(0)} %`,
      isMet: share >= LEAST_SHARE,
      note: `${product.perSecond.toFixed(0)} and ${bare.perSecond.toFixed(0)} requests/s of ${requests[0]?.length} statements; ${product.cpu.toFixed(2)} and ${bare.cpu.toFixed(2)} ms of processor time each`,
    },
  ];
}
