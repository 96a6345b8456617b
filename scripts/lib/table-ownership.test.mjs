import { describe, expect, it } from 'vitest';
import { parse } from './parse.mjs';
import { findForeignTables, tableReferences } from './table-ownership.mjs';

const tables = new Set(['users', 'members', 'votes']);
const namedIn = (source) =>
  tableReferences(parse('example.ts', source), tables).map(({ table, line }) => `${table}:${line}`);

describe('a reference to a table', () => {
  it('is found in a tagged template, on its own line', () => {
    expect(
      namedIn('const rows = sql<{ id: string }>`\n  select ${columns(\n"u")}\n  from users u`;'),
    ).toEqual(['users:4']);
  });

  it('is found in a template inside another', () => {
    expect(namedIn('sql`select ${sql`(select 1 from votes)`} from users`')).toEqual(['users:1', 'votes:1']);
  });

  it.each(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'innerJoin', 'leftJoin', 'using'])(
    'is found in %s of the query builder',
    (method) => {
      expect(namedIn(`db.${method}('users as u', 'a', 'b')`)).toEqual(['users:1']);
    },
  );

  it('is found in a list of tables', () => {
    expect(namedIn("db.selectFrom(['users as u', 'members'])")).toEqual(['users:1', 'members:1']);
    expect(namedIn("db.selectFrom('users as u' as const)")).toEqual(['users:1']);
  });

  it('is found in the text of a statement', () => {
    expect(namedIn("client.query('update users set role = $1 where id = $2')")).toEqual(['users:1']);
    expect(namedIn('client.query(`select 1 from ${schema}.x, votes`)')).toEqual(['votes:1']);
    expect(namedIn("sql.raw('left join votes v on true')")).toEqual(['votes:1']);
  });

  it('is assumed for each name that a file spells out when a name is computed', () => {
    expect(namedIn("for (const table of ['members', 'other']) sql`delete from ${sql.table(table)}`")).toEqual(
      ['members:1'],
    );
    expect(namedIn("const table = 'votes'; db.deleteFrom(table)")).toEqual(['votes:1']);
  });

  it('is neither a column, nor prose, nor a call of another library', () => {
    expect(namedIn('sql`select members from ${table} where users.id = 1`')).toEqual([]);
    expect(namedIn("throw new Error('Take the name from users, or update users.')")).toEqual([]);
    expect(namedIn("Array.from(users); Buffer.from(text); registry.get('users')")).toEqual([]);
  });
});

describe('the check', () => {
  const sources = {
    'apps/server/src/modules/identity/identity.tables.ts':
      'declare module "x" { interface Tables { users: Users } }',
    'apps/server/src/modules/identity/names.queries.ts': "db.selectFrom('users')",
    'apps/server/src/modules/feeds/home.queries.ts': "db.selectFrom('users')",
    'apps/server/src/modules/feeds/home.queries.test.ts': "db.selectFrom('users')",
    'apps/server/migrations/0001_people.sql': 'create table users (id uuid);\ncreate table places (id uuid);',
    'apps/server/migrations/0002_places.sql': 'alter table places rename to rooms;',
  };
  const check = (exceptions, files = Object.keys(sources).filter((file) => file.endsWith('.ts'))) =>
    findForeignTables(files, exceptions, (file) => sources[file]);

  it('lets only the owner and tests name a table', () => {
    expect(check([])).toEqual([
      'apps/server/src/modules/feeds/home.queries.ts:1 names the table users of identity',
    ]);
  });

  it.each(['modules/feeds', 'modules/feeds/home.queries.ts'])('allows an exception for %s', (path) => {
    expect(check([{ in: path, table: 'users', why: '…' }])).toEqual([]);
  });

  it('reports an exception that nothing needs', () => {
    const exceptions = [
      { in: 'modules/feeds', table: 'users', why: '…' },
      { in: 'modules/feed', table: 'users', why: '…' },
    ];
    expect(check(exceptions)).toEqual([
      'the exception for users in modules/feed is not needed any more: delete it',
    ]);
  });

  it('reports a table that no module declares', () => {
    expect(check([{ in: 'modules/feeds', table: 'users', why: '…' }], Object.keys(sources))).toEqual([
      'apps/server/migrations/0002_places.sql creates rooms, which no *.tables.ts declares',
    ]);
  });
});
