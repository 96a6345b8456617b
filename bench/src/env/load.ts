import autocannon, { type Request } from 'autocannon';
import { median } from './figures.js';
import type { MeasuredProcess } from './processes.js';

const CONNECTIONS = 20;
const ROUNDS = 5;
const ROUND_SECONDS = 4;
const WARM_SECONDS = 2;

interface Loaded {
  server: MeasuredProcess;
  requests: Request[];
}

interface Round {
  perSecond: number;
  /** Processor time of the server for one request, in milliseconds. */
  cpu: number;
}

/** Loads the product and its baseline in turns; gives the medians of the rounds of each. */
export async function compare(product: Loaded, bare: Loaded): Promise<{ product: Round; bare: Round }> {
  const rounds: { product: Round[]; bare: Round[] } = { product: [], bare: [] };
  await run(product, WARM_SECONDS);
  await run(bare, WARM_SECONDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.product.push(await run(product, ROUND_SECONDS));
    rounds.bare.push(await run(bare, ROUND_SECONDS));
  }
  return { product: middle(rounds.product), bare: middle(rounds.bare) };
}

async function run({ server, requests }: Loaded, seconds: number): Promise<Round> {
  const cpuBefore = server.cpuSeconds;
  const result = await autocannon({ url: server.url, connections: CONNECTIONS, duration: seconds, requests });
  const answered = result['2xx'];
  if (result.non2xx + result.errors > 0) {
    throw new Error(`${server.url}: ${result.non2xx} refused, ${result.errors} failed, ${answered} answered`);
  }
  return { perSecond: answered / result.duration, cpu: ((server.cpuSeconds - cpuBefore) * 1_000) / answered };
}

function middle(rounds: Round[]): Round {
  return {
    perSecond: median(rounds.map((round) => round.perSecond)),
    cpu: median(rounds.map((round) => round.cpu)),
  };
}
