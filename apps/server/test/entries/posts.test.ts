import type { EntryId, Post } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';

const world = await World.open();

const publish = (
  author: Person,
  draft: Partial<{ title: string; body: string; audience: Post['audience'] }> = {},
) => author.api.posts.create({ body: { title: 'A title', body: 'A body', ...draft } });
const at = (post: { id: EntryId }) => ({ params: { postId: post.id } });
const onEntry = (entry: { id: EntryId }) => ({ params: { entryId: entry.id } });

describe('a post', () => {
  it('is published, read by everybody, and shows who may do what', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada, { title: 'Hello', body: 'First **words**' });
    expect(post).toMatchObject({
      kind: 'post',
      title: 'Hello',
      body: 'First **words**',
      audience: 'public',
      author: { id: ada.id, username: ada.username },
      mentions: [],
      counters: { up: 0, down: 0, replies: 0, descendants: 0 },
      editedAt: null,
      viewer: { vote: 0, can: { edit: true, delete: true, comment: true, vote: false } },
    });
    expect(await ada.api.posts.get(at(post))).toEqual(post);
    const seen = await bob.api.posts.get(at(post));
    expect(seen.viewer.can).toEqual({ edit: false, delete: false, comment: true, vote: true });
    const anonymous = await world.stranger().entries.get(onEntry(post));
    expect(anonymous.viewer).toEqual({
      vote: 0,
      can: { edit: false, delete: false, comment: false, vote: false },
    });
  });

  it('is counted at its author until it is deleted', async () => {
    const ada = await world.person('ada');
    const posts = await Promise.all([publish(ada), publish(ada, { audience: 'mentioned' }), publish(ada)]);
    const countOf = async () => (await ada.api.users.get({ params: { idOrUsername: ada.id } })).counts?.posts;
    expect(await countOf()).toBe(3);
    await ada.api.posts.delete(at(posts[0]));
    expect(await countOf()).toBe(2);
  });

  it('is published once however often the same request arrives', async () => {
    const ada = await world.person('ada');
    const token = await ada.token();
    const request = (body: unknown, key: string) =>
      world.request('POST', '/posts', { token, body, headers: { 'idempotency-key': key } });
    const draft = { title: 'Once', body: 'Only' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => request(draft, 'same')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => (body as Post).id)).size).toBe(1);
    expect((await request({ ...draft, body: 'Other' }, 'same')).status).toBe(409);
    const { items } = await ada.api.posts.list({ query: { authorId: ada.id, sort: 'new' } });
    expect(items).toHaveLength(1);
  });

  it('keeps what stood there before as revisions, newest first', async () => {
    const ada = await world.person('ada');
    const post = await publish(ada, { title: 'One', body: 'First' });
    await ada.api.posts.update({ ...at(post), body: { body: 'Second' } });
    const edited = await ada.api.posts.update({ ...at(post), body: { title: 'Two' } });
    expect(edited).toMatchObject({ title: 'Two', body: 'Second' });
    expect(edited.editedAt).not.toBeNull();
    const first = await world.stranger().entries.revisions({ ...onEntry(post), query: { limit: 1 } });
    expect(first.items).toMatchObject([{ title: 'One', body: 'Second' }]);
    const second = await world
      .stranger()
      .entries.revisions({ ...onEntry(post), query: { limit: 1, cursor: first.nextCursor ?? '' } });
    expect(second).toMatchObject({ items: [{ title: 'One', body: 'First' }], nextCursor: null });
  });

  it('stays as it is when an edit changes nothing', async () => {
    const ada = await world.person('ada');
    const post = await publish(ada);
    const same = await ada.api.posts.update({
      ...at(post),
      body: { title: post.title, body: post.body, audience: 'public' },
    });
    expect(same).toEqual(post);
    expect((await ada.api.entries.revisions(onEntry(post))).items).toEqual([]);
    expect(await eventsOf(post)).toEqual(['entry.created']);
  });

  it('keeps one revision for each of many edits at once', async () => {
    const ada = await world.person('ada');
    const post = await publish(ada, { body: 'Edit 0' });
    const bodies = Array.from({ length: 20 }, (_, index) => `Edit ${index + 1}`);
    await Promise.all(bodies.map((body) => ada.api.posts.update({ ...at(post), body: { body } })));
    const { items } = await ada.api.entries.revisions({ ...onEntry(post), query: { limit: 100 } });
    const current = await ada.api.posts.get(at(post));
    expect([...items.map(({ body }) => body), current.body].sort()).toEqual(['Edit 0', ...bodies].sort());
  });

  it('is gone for everybody at once when it is deleted, with its words and its comments', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada, { title: 'Secret title', body: `Secret words for @${bob.username}` });
    await ada.api.posts.update({ ...at(post), body: { body: 'Other secret words' } });
    const comment = await bob.api.entries.comment({ ...onEntry(post), body: { body: 'Mine' } });
    await ada.api.posts.delete(at(post));
    for (const person of [ada, bob]) {
      expect(await refusal(person.api.posts.get(at(post)))).toBe('not_found');
      expect(await refusal(person.api.entries.get(onEntry(comment)))).toBe('not_found');
      expect(await refusal(person.api.entries.comments(onEntry(post)))).toBe('not_found');
      expect(await refusal(person.api.entries.revisions(onEntry(post)))).toBe('not_found');
    }
    expect(await refusal(ada.api.posts.delete(at(post)))).toBe('not_found');
    const rows = await world.rows('select title, body from entries where id = $1', [post.id]);
    expect(rows).toEqual([{ title: '', body: '' }]);
    expect(await world.rows('select 1 from revisions where entry_id = $1', [post.id])).toEqual([]);
    expect(await world.rows('select 1 from mentions where entry_id = $1', [post.id])).toEqual([]);
    expect(await eventsOf(post)).toEqual([
      'entry.created',
      'entry.updated',
      'entry.counters',
      'entry.deleted',
    ]);
  });

  it('is somebody else’s to change: refused where it is seen, absent where it is hidden', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const open = await publish(ada);
    const hidden = await publish(ada, { audience: 'followers' });
    const changes = [
      (post: Post) => bob.api.posts.update({ ...at(post), body: { body: 'Mine now' } }),
      (post: Post) => bob.api.posts.delete(at(post)),
      (post: Post) => bob.api.entries.audience({ ...onEntry(post), query: { userId: bob.id } }),
    ];
    for (const change of changes) {
      expect(await refusal(change(open))).toBe('forbidden');
      expect(await refusal(change(hidden))).toBe('not_found');
    }
    expect(await ada.api.posts.get(at(open))).toEqual(open);
    expect(await ada.api.posts.get(at(hidden))).toEqual(hidden);
  });

  it('wants somebody signed in for every change', async () => {
    const post = await publish(await world.person('ada'));
    const nobody = world.stranger();
    const changes: (() => Promise<unknown>)[] = [
      () => nobody.posts.create({ body: { title: 'A', body: 'B' } }),
      () => nobody.posts.update({ ...at(post), body: { body: 'C' } }),
      () => nobody.posts.delete(at(post)),
      () => nobody.entries.vote({ ...onEntry(post), body: { value: 1 } }),
      () => nobody.entries.comment({ ...onEntry(post), body: { body: 'D' } }),
    ];
    for (const change of changes) expect(await refusal(change())).toBe('unauthenticated');
  });

  it('is not found under an identifier of another kind', async () => {
    const ada = await world.person('ada');
    const post = await publish(ada);
    const comment = await ada.api.entries.comment({ ...onEntry(post), body: { body: 'Mine' } });
    expect(await refusal(ada.api.posts.get(at(comment)))).toBe('not_found');
    expect(await refusal(ada.api.posts.update({ ...at(comment), body: { body: 'X' } }))).toBe('not_found');
    expect(await refusal(ada.api.posts.delete(at(comment)))).toBe('not_found');
    const asComment = { params: { commentId: post.id } };
    expect(await refusal(ada.api.comments.update({ ...asComment, body: { body: 'X' } }))).toBe('not_found');
    expect(await refusal(ada.api.comments.delete(asComment))).toBe('not_found');
  });
});

describe('the text of a post', () => {
  it.each([
    ['only zero-width characters', '\u200b\u200d\ufeff'],
    ['a lone surrogate', 'a\ud800b'],
    ['a NUL', 'a\0b'],
    ['nothing', ''],
    ['only spaces', ' \n\t '],
    ['10,000 combining marks', `a${'\u0301'.repeat(10_000)}`],
  ])('is refused when it is %s', async (_name, text) => {
    const ada = await world.person('ada');
    const token = await ada.token();
    for (const body of [
      { title: text, body: 'Fine' },
      { title: 'Fine', body: text },
    ]) {
      const raw = JSON.stringify(body).replaceAll('\ud800', '\\ud800');
      const { status } = await world.request('POST', '/posts', { token, body: raw });
      expect(status).toBe(422);
    }
    expect((await ada.api.posts.list({ query: { authorId: ada.id } })).items).toEqual([]);
  });

  it.each([
    ['scripts', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    [
      'disguised links',
      '[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html;base64,AAAA)',
    ],
    ['deep quotes', '>'.repeat(10_000)],
    ['many brackets', '['.repeat(40_000)],
    ['a wide table', `|${'a|'.repeat(19_000)}`],
    ['turned text', '\u202egnp.exe\u2066 [\u202ekcilc](https://example.org)'],
    ['thousands of names', '@abc '.repeat(8_000)],
    ['emphasis without end', '*a_'.repeat(13_000)],
  ])('is kept as it was typed and answered in bounded time: %s', async (_name, body) => {
    const ada = await world.person('ada');
    const began = performance.now();
    const post = await publish(ada, { body });
    expect(performance.now() - began).toBeLessThan(1000);
    expect((await ada.api.posts.get(at(post))).body).toBe(body.normalize('NFC').trim());
  });

  it.each([
    ['a title that is too long', { title: 'a'.repeat(201), body: 'b' }],
    ['a body that is too long', { title: 'a', body: 'b'.repeat(40_001) }],
    ['an unknown field', { title: 'a', body: 'b', score: 100 }],
    ['an audience that is none', { title: 'a', body: 'b', audience: 'everyone' }],
    ['a number for a title', { title: 1, body: 'b' }],
  ])('is refused with %s', async (_name, body) => {
    const token = await (await world.person('ada')).token();
    expect((await world.request('POST', '/posts', { token, body })).status).toBe(422);
  });
});

describe('mentions', () => {
  it('are the active people the text names, in its order, each once and never the author', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    const post = await publish(ada, {
      body: `@${eve.username.toUpperCase()} and @${bob.username}, @${eve.username}, @${ada.username}, @nobody_at_all \`@${bob.username}\``,
    });
    expect(post.mentions.map(({ id }) => id)).toEqual([eve.id, bob.id]);
    expect((await world.stranger().posts.get(at(post))).mentions.map(({ id }) => id)).toEqual([
      eve.id,
      bob.id,
    ]);
  });

  it('leave out people across a block, whoever built it', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    await ada.api.graph.block({ params: { userId: bob.id } });
    await eve.api.graph.block({ params: { userId: ada.id } });
    const post = await publish(ada, { body: `@${bob.username} @${eve.username}` });
    expect(post.mentions).toEqual([]);
  });

  it('open a post for the mentioned and close it with the next edit', async () => {
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    const post = await publish(ada, { body: `Only @${bob.username}`, audience: 'mentioned' });
    expect((await bob.api.posts.get(at(post))).id).toBe(post.id);
    expect(await refusal(eve.api.posts.get(at(post)))).toBe('not_found');
    await ada.api.posts.update({ ...at(post), body: { body: `Only @${eve.username}` } });
    expect((await eve.api.posts.get(at(post))).mentions.map(({ id }) => id)).toEqual([eve.id]);
    expect(await refusal(bob.api.posts.get(at(post)))).toBe('not_found');
  });

  it('are at most fifty', async () => {
    const ada = await world.person('ada');
    const people = await world.people(51);
    const post = await publish(ada, { body: people.map(({ username }) => `@${username}`).join(' ') });
    expect(post.mentions.map(({ id }) => id)).toEqual(people.slice(0, 50).map(({ id }) => id));
  });
});

async function eventsOf(post: { id: EntryId }): Promise<string[]> {
  const rows = await world.rows<{ name: string }>(
    `select name from events where subject ->> 'entryId' = $1 order by xid, id`,
    [post.id],
  );
  return rows.map(({ name }) => name);
}
