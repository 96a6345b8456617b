import type { Comment, Post, UserSummary } from '@plaza/contract';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it } from 'vitest';
import { type EntityType, isCached, patchEntity, removeEntity } from './entities.js';
import { sampleComment, samplePerson, samplePost } from './testing/samples.js';

const entries: EntityType<Post | Comment> = {
  matches: (value): value is Post | Comment => 'audience' in value,
  itemProperty: 'entry',
};
const people: EntityType<UserSummary> = { matches: (value): value is UserSummary => 'username' in value };

const first = samplePost('first');
const second = samplePost('second');
const third = samplePost('third');
const list = {
  pages: [
    { items: [first, second], nextCursor: 'more' },
    { items: [third], nextCursor: null },
  ],
  pageParams: ['', 'more'],
};
const shout = (entry: Post | Comment) => ({ ...entry, body: 'Loud' });

let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
});

describe('patching an entity', () => {
  it('changes it in lists, in trees, in feed items and on its own', () => {
    const comment = sampleComment('comment', 'first');
    client.setQueryData(['posts'], list);
    client.setQueryData(['entry', 'first'], first);
    client.setQueryData(['feed'], { pages: [{ items: [{ entry: first, reason: null }] }], pageParams: [''] });
    client.setQueryData(['context'], { root: first, ancestors: [], comment, replies: { items: [] } });
    patchEntity(client, entries, first.id, shout);
    expect(client.getQueryData(['posts'])).toMatchObject({
      pages: [{ items: [{ body: 'Loud' }, second] }, {}],
    });
    expect(client.getQueryData(['entry', 'first'])).toMatchObject({ body: 'Loud' });
    expect(client.getQueryData(['feed'])).toMatchObject({
      pages: [{ items: [{ entry: { body: 'Loud' } }] }],
    });
    expect(client.getQueryData(['context'])).toMatchObject({ root: { body: 'Loud' }, comment });
  });

  it('changes it again, also on pages that were changed before', () => {
    client.setQueryData(['posts'], list);
    patchEntity(client, entries, first.id, shout);
    patchEntity(client, entries, first.id, (entry) => ({ ...entry, body: `${entry.body}er` }));
    expect(client.getQueryData(['posts'])).toMatchObject({
      pages: [{ items: [{ body: 'Louder' }, second] }, {}],
    });
  });

  it('keeps every object that holds no copy of it', () => {
    client.setQueryData(['posts'], list);
    client.setQueryData(['others'], { items: [second] });
    const others = client.getQueryData(['others']);
    const { dataUpdateCount } = client.getQueryState(['others']) ?? {};
    patchEntity(client, entries, first.id, shout);
    const pages = client.getQueryData<typeof list>(['posts'])?.pages;
    expect(pages?.[0]?.items[1]).toBe(second);
    expect(pages?.[1]).toBe(list.pages[1]);
    expect(client.getQueryData(['others'])).toBe(others);
    expect(client.getQueryState(['others'])?.dataUpdateCount).toBe(dataUpdateCount);
  });

  it('leaves what else has its id alone', () => {
    const tombstone = { kind: 'tombstone', id: first.id, reason: 'deleted' };
    client.setQueryData(['comments'], { items: [{ entry: tombstone }] });
    patchEntity(client, entries, first.id, shout);
    expect(client.getQueryData(['comments'])).toEqual({ items: [{ entry: tombstone }] });
  });

  it('reaches what is within other entities', () => {
    client.setQueryData(['posts'], list);
    const { id } = first.author;
    patchEntity(client, people, id, (person) => ({ ...person, displayName: 'Ada Lovelace' }));
    const authors = client
      .getQueryData<typeof list>(['posts'])
      ?.pages.flatMap(({ items }) => items.map(({ author }) => author.displayName));
    expect(authors).toEqual(['Ada Lovelace', 'Ada Lovelace', 'Ada Lovelace']);
  });

  it('is made again after a fetch that may not know of it', async () => {
    const answer = Promise.withResolvers<Post>();
    client.setQueryData(['entry', 'first'], first);
    const fetched = client.fetchQuery({
      queryKey: ['entry', 'first'],
      queryFn: () => answer.promise,
      staleTime: 0,
    });
    patchEntity(client, entries, first.id, shout);
    answer.resolve(samplePost('first', { title: 'From the server' }));
    await fetched;
    expect(client.getQueryData(['entry', 'first'])).toMatchObject({ title: 'From the server', body: 'Loud' });
  });

  it('is made after a first fetch under way', async () => {
    const answer = Promise.withResolvers<Post>();
    const fetched = client.fetchQuery({ queryKey: ['entry', 'first'], queryFn: () => answer.promise });
    patchEntity(client, entries, first.id, shout);
    answer.resolve(first);
    await fetched;
    expect(client.getQueryData(['entry', 'first'])).toMatchObject({ body: 'Loud' });
  });

  it('does not count as a fetch', async () => {
    client.setQueryData(['entry', 'first'], first, { updatedAt: 1 });
    await client.invalidateQueries({ queryKey: ['entry', 'first'] });
    patchEntity(client, entries, first.id, shout);
    expect(client.getQueryState(['entry', 'first'])).toMatchObject({ isInvalidated: true, dataUpdatedAt: 1 });
  });
});

describe('removing an entity', () => {
  it('takes it out of lists, also where an item holds it', () => {
    client.setQueryData(['posts'], list);
    client.setQueryData(['feed'], { items: [{ entry: first }, { entry: second }] });
    removeEntity(client, entries, first.id);
    expect(client.getQueryData(['posts'])).toEqual({
      ...list,
      pages: [{ items: [second], nextCursor: 'more' }, list.pages[1]],
    });
    expect(client.getQueryData(['feed'])).toEqual({ items: [{ entry: second }] });
  });

  it('leaves what only mentions it, and what is cached on its own', () => {
    const [ada, bob] = [samplePerson('ada'), samplePerson('bob')];
    client.setQueryData(['members'], [ada, bob]);
    client.setQueryData(['posts'], list);
    client.setQueryData(['person'], ada);
    removeEntity(client, people, ada.id);
    expect(client.getQueryData(['members'])).toEqual([bob]);
    expect(client.getQueryData(['posts'])).toEqual(list);
    expect(client.getQueryData(['person'])).toEqual(ada);
  });
});

it('an entity is cached while any query holds it', () => {
  client.setQueryData(['posts'], list);
  expect(isCached(client, 'third')).toBe(true);
  removeEntity(client, entries, third.id);
  expect(isCached(client, 'third')).toBe(false);
});
