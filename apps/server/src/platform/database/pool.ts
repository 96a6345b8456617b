import pg from 'pg';
import { takeStatementsInTurn } from './statements.js';

const INT8 = 20;
const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens the connection pool. 64-bit integers come as `bigint`: they are permission sets. `onLost` is called for connections that
 * break while nobody uses them, which is no request's error: the pool opens others when they are needed.
 */
export function openPool(
  config: pg.PoolConfig,
  size: number,
  onLost: (error: Error) => void = () => undefined,
): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    max: size,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // An open transaction delays the readers of the event log: they see nothing newer than it.
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    types: {
      getTypeParser: (id, format) => (id === INT8 ? BigInt : pg.types.getTypeParser(id, format)),
    },
  });
  // The pool listens to connections that are idle; one that breaks between two statements of a transaction would end the
  // process, although its next statement fails and says so.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    takeStatementsInTurn(client);
  });
  pool.on('error', (error) => {
    if (!pool.ending) onLost(error);
  });
  return pool;
}
