import { UserId } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Settings } from '../settings/settings.js';
import { defineList, instant, Lists } from './lists.js';

const lists = new Lists({ secretKey: 'k'.repeat(32) } as Settings);
const ada = UserId.parse('01900000-0000-7000-8000-00000000000a');
const bob = UserId.parse('01900000-0000-7000-8000-00000000000b');
const members = defineList('members', z.tuple([instant, z.string()]));
const names = ['Ada', 'Bob', 'Cleo', 'Dan', 'Eve'];
const rows = names.map((name, index) => ({ joinedAt: new Date(1_000 * index), name }));

function page(cursor?: string, limit = 2) {
  return lists.page(members, {
    viewerId: ada,
    filters: { community: 'a' },
    query: { limit, cursor },
    load: async ({ after, limit }) =>
      rows.filter(({ joinedAt }) => !after || joinedAt > after[0]).slice(0, limit),
    keyOf: (row) => [row.joinedAt, row.name],
  });
}

describe('lists', () => {
  it('give every row once, page by page, and end with the last', async () => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    for (let pages = 1; pages <= 3; pages += 1) {
      const { rows, nextCursor } = await page(cursor ?? undefined);
      seen.push(...rows.map(({ name }) => name));
      cursor = nextCursor;
    }
    expect(seen).toEqual(names);
    expect(cursor).toBeNull();
    expect((await page(undefined, names.length)).nextCursor).toBeNull();
  });

  it('refuse a cursor of another list, sort or filter as a mismatch, and that of another viewer as invalid', () => {
    const scope = { viewerId: ada, filters: { community: 'a' } };
    const cursor = lists.seal(members, scope, [new Date(5), 'Ada']);
    expect(lists.open(members, scope, cursor)).toEqual([new Date(5), 'Ada']);
    const others = defineList('others', members.key);
    const mismatch = expect.objectContaining({ code: 'cursor_mismatch' });
    const invalid = expect.objectContaining({ code: 'cursor_invalid' });
    expect(() => lists.open(others, scope, cursor)).toThrow(mismatch);
    expect(() => lists.open(members, { viewerId: ada, filters: { community: 'b' } }, cursor)).toThrow(
      mismatch,
    );
    expect(() => lists.open(members, { ...scope, viewerId: bob }, cursor)).toThrow(invalid);
  });

  it('refuse a key of another shape, although it was sealed here', () => {
    const scope = { viewerId: null };
    const before = defineList('members', z.tuple([z.string()]));
    const cursor = lists.seal(before, scope, ['1970-01-01']);
    expect(() => lists.open(members, scope, cursor)).toThrow(
      expect.objectContaining({ code: 'cursor_invalid' }),
    );
  });

  it.each(['', 'x', 'bm90IGEgY3Vyc29yIGJ1dCBsb25nIGVub3VnaA', '%%%'])(
    'refuse %j, which was never sealed',
    (cursor) => {
      expect(() => lists.open(members, { viewerId: null }, cursor)).toThrow(
        expect.objectContaining({ code: 'cursor_invalid' }),
      );
    },
  );
});
