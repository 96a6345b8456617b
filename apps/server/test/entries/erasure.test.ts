import pg from 'pg';
import { expect, it } from 'vitest';
import { EntriesErasure } from '../../src/modules/entries/entries.erasure.js';
import { World } from '../support/world.js';
import { answer, asComment, expectCounted, linesBelow, onEntry, publish } from './writing.js';

const world = await World.open();
const DAY_MS = 86_400_000;
const erase = () =>
  world.server.app.get(EntriesErasure, { strict: false }).eraseDeleted(new AbortController().signal);

async function rowsBelow(rootId: string): Promise<number> {
  return (await world.rows('select id from entries where root_id = $1', [rootId])).length;
}

it('ends a deleted post with everything below it a week later, and nothing else', async () => {
  const [ada, bob] = [await world.person('ada'), await world.person('bob')];
  const [post, other] = [await publish(ada), await publish(ada)];
  const comment = await answer(bob, post, 'First words');
  await answer(ada, await answer(ada, comment));
  await bob.api.comments.update({ ...asComment(comment), body: { body: 'Second words' } });
  await ada.api.entries.vote({ ...onEntry(comment), body: { value: 1 } });
  const kept = await answer(bob, other);
  await ada.api.posts.delete({ params: { postId: post.id } });

  world.clock.advance(6 * DAY_MS);
  await erase();
  expect(await rowsBelow(post.id)).toBe(4);
  world.clock.advance(2 * DAY_MS);
  await erase();
  expect(await rowsBelow(post.id)).toBe(0);
  expect(await world.rows('select 1 from revisions where entry_id = $1', [comment.id])).toEqual([]);
  expect(await world.rows('select 1 from votes where entry_id = $1', [comment.id])).toEqual([]);
  expect(await linesBelow(ada, other)).toEqual([[kept.id, kept.body]]);
});

it('ends the tombstones that a vote kept from going, up to the last', async () => {
  const [ada, bob] = [await world.person('ada'), await world.person('bob')];
  const post = await publish(ada);
  const upper = await answer(bob, post);
  const lower = await answer(ada, upper);
  const voter = new pg.Client({ connectionString: world.databaseUrl });
  await voter.connect();
  await voter.query('begin');
  await voter.query('select id from entries where id = any($1) for key share', [[upper.id, lower.id]]);
  await bob.api.comments.delete(asComment(upper));
  await ada.api.comments.delete(asComment(lower));
  await voter.query('rollback');
  await voter.end();
  expect(await rowsBelow(post.id)).toBe(3);
  await erase();
  expect(await rowsBelow(post.id)).toBe(1);
  await expectCounted(world, post);
});
