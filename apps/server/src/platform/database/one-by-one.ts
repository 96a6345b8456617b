import type pg from 'pg';

/**
 * Lets statements that a transaction gives to its connection at once wait for each other: views load what they need side by
 * side, and an idempotency key may have put them all into one transaction. The driver will refuse this from its next
 * release on.
 */
export function oneByOne(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (...given: unknown[]): unknown => {
    if (!answersByPromise(given)) return query(...given);
    const turn = last.then(() => query(...given));
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
