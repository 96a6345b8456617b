import { expect } from 'vitest';
import type { Person, World } from '../support/world.js';

/** Holds when the follow counters of these people equal the rows behind them. */
export async function expectTrueCounts(world: World, ...people: Person[]): Promise<void> {
  const wrong = await world.rows(
    `select username from users
     where id = any($1) and (
       follower_count <> (select count(*) from follows where followee_id = users.id and state = 'following')
       or following_count <> (select count(*) from follows where follower_id = users.id and state = 'following')
     )`,
    [people.map(({ id }) => id)],
  );
  expect(wrong).toEqual([]);
}
