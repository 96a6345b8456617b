import type { SentStatement } from './cluster.js';

/** What a bare route sends instead of the server. */
export interface Replay {
  databaseUrl: string;
  poolSize: number;
  /** One of these after the other; each is all that one request sends. */
  requests: SentStatement[][];
  isTransaction: boolean;
}

/** Where these stand in a value, each request puts an identifier of its own. */
export const freshMessage = '11111111-1111-7111-8111-111111111111';
export const freshEvent = '22222222-2222-7222-8222-222222222222';
