import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';

const MARK = '/* prepared */';
/** More than there are statements that ask for it; a name that was dropped is the same when it is made anew. */
const MAX_NAMES = 500;

/**
 * Begins a statement of many joins that runs often and always has the same text: each connection keeps its plan, which
 * otherwise costs more than the rows. Not for what is put together anew from call to call.
 */
export const prepared = sql.raw(MARK);

type Query = (...given: unknown[]) => unknown;

/**
 * The one change we make to a connection of the driver, in two respects. Statements that begin with `prepared` get a name, by
 * which the server keeps their plan. And statements given at once wait for each other: views load what they need side by
 * side, and an idempotency key may have put them all into one transaction; the driver will refuse that from its next
 * release on.
 */
export function takeStatementsInTurn(client: pg.ClientBase): void {
  const query = client.query.bind(client) as Query;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn: Query = (...given) => {
    if (!answersByPromise(given)) return query(...given);
    const turn = last.then(() => query(...named(given)));
    last = turn.catch(() => undefined);
    return turn;
  };
  client.query = inTurn as typeof client.query;
}

function answersByPromise(given: unknown[]): boolean {
  const [statement] = given;
  const isStream = typeof statement === 'object' && statement !== null && 'submit' in statement;
  return !isStream && typeof given.at(-1) !== 'function';
}

function named([statement, values, ...rest]: unknown[]): unknown[] {
  const asksForIt = typeof statement === 'string' && statement.trimStart().startsWith(MARK);
  return asksForIt
    ? [{ name: nameOf(statement), text: statement, values }, ...rest]
    : [statement, values, ...rest];
}

const names = new LRUCache<string, string>({ max: MAX_NAMES });

function nameOf(statement: string): string {
  const name = names.get(statement) ?? createHash('sha256').update(statement).digest('base64url');
  names.set(statement, name);
  return name;
}
