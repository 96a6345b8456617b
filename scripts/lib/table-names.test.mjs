import { describe, expect, it } from 'vitest';
import { tablesIn } from './table-names.mjs';

describe('a table', () => {
  it.each([
    ['select u.id from users u join follows as f on f.follower_id = u.id', ['users', 'follows']],
    ['select u.id from users as u, follows f where u.id = f.follower_id', ['users', 'follows']],
    ['select 1 from unnest(?::uuid[]) with ordinality as t(id, nth), users', ['users']],
    [
      'update entries set up = up + 1, down = 0 from votes where votes.entry_id = entries.id',
      ['entries', 'votes'],
    ],
    [
      'insert into votes (entry_id, user_id) values (?, ?) on conflict (entry_id) do update set value = 1',
      ['votes'],
    ],
    ['delete from only "votes" using entries where true returning id', ['votes', 'entries']],
    ['select exists (select from public.blocks where blocker_id = ?)', ['blocks']],
    ['where not exists (select from members m where m.user_id = ?)', ['members']],
    ['left join communities c on c.id = ch.community_id', ['communities']],
    ['select * from (users u cross join lateral (select 1 from follows) f)', ['users', 'follows']],
    ['truncate votes, entries', ['votes', 'entries']],
    ['lock table votes in exclusive mode', ['votes']],
    ['select 1 FROM Users', ['users']],
  ])('is found in %s', (sql, tables) => {
    expect(tablesIn(sql).map(({ name }) => name)).toEqual(tables);
  });

  it.each([
    ['a column', 'select users, members.id as follows where votes > 1 order by entries'],
    [
      'a common table expression',
      'with members as materialized (select 1), roles (id) as (select 2) select 1 from members, roles',
    ],
    ['a function', 'select 1 from members(?) m'],
    ['a table of another schema', 'select 1 from pgboss.members, information_schema.users'],
    ['a fragment', 'select 1 from ? join (?) as members on true'],
    ['the value of a function', 'select extract(epoch from users), trim(both from members)'],
    ['the end of a comparison', 'where a is distinct from users'],
    ['the columns of a join', 'join lateral (?) as j using (members, users)'],
    ['a lock', 'select 1 for no key update of members'],
    ['a comment', '-- from users\n/* join members */ select 1'],
    ['a string', "select 'it''s from users'"],
    ['an update of a conflict', 'on conflict do update set members = 1'],
  ])('is not %s', (_what, sql) => {
    expect(tablesIn(sql)).toEqual([]);
  });

  it('is given with its offset', () => {
    const sql = "select 'x' -- from\nfrom users";
    expect(tablesIn(sql)).toEqual([{ name: 'users', offset: sql.indexOf('users') }]);
  });
});
