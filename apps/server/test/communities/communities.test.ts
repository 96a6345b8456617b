import { limits } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Person, refusal, World } from '../support/world.js';
import { Guild, has } from './guild.js';

let world: World;
let ada: Person;
let bob: Person;
let eve: Person;

beforeAll(async () => {
  world = await World.open();
  [ada, bob, eve] = (await world.people(3)) as [Person, Person, Person];
});

const seen = (person: Person, idOrHandle: string) => person.api.communities.get({ params: { idOrHandle } });
const names = async (person: Person, query: string) =>
  (await person.api.communities.list({ query: { query } })).items.map(({ name }) => name);

describe('founding a community', () => {
  it('makes the founder its owner and its first member', async () => {
    const guild = await ada.api.communities.create({ body: { kind: 'guild', name: 'Readers' } });
    expect(guild).toMatchObject({
      memberCount: 1,
      visibility: 'public',
      joinPolicy: 'open',
      description: '',
    });
    expect(guild.viewer).toMatchObject({ isMember: true, isOwner: true });
    expect(guild.viewer.can).toEqual({
      join: false,
      leave: false,
      edit: true,
      delete: true,
      manageChannels: true,
      manageRoles: true,
    });
    const members = await ada.api.communities.members({ params: { communityId: guild.id } });
    expect(members.items).toMatchObject([
      { user: { id: ada.id }, isOwner: true, roleIds: [], nickname: null },
    ]);
  });

  it('starts it with one channel', async () => {
    const guild = await Guild.found(ada);
    await expect(guild.general()).resolves.toMatchObject({ name: 'general', type: 'text', position: 0 });
    const { items } = await ada.api.channels.list({ params: guild.params });
    expect(items).toHaveLength(1);
  });

  it('gives everyone what members need and nothing that looks after others', async () => {
    const { everyone } = await Guild.found(ada);
    for (const name of ['view_channel', 'read_history', 'send_messages', 'change_nickname'] as const) {
      expect(has(everyone.permissions, name)).toBe(true);
    }
    for (const name of ['manage_messages', 'kick_members', 'mention_everyone', 'administrator'] as const) {
      expect(has(everyone.permissions, name)).toBe(false);
    }
  });

  it('makes a handle of the name, and another one when that is taken', async () => {
    const draft = { kind: 'guild', name: 'Café  Über & Co.' } as const;
    const first = await ada.api.communities.create({ body: draft });
    const second = await bob.api.communities.create({ body: draft });
    expect(first.handle).toBe('cafe-uber-co');
    expect(second.handle).toMatch(/^cafe-uber-co-[0-9a-f]{6}$/);
    const unspellable = await ada.api.communities.create({ body: { kind: 'guild', name: '日本語' } });
    expect(unspellable.handle).toMatch(/^community-[0-9a-f]{6}$/);
  });

  it('refuses a handle that was chosen and is taken, whoever has it', async () => {
    await ada.api.communities.create({ body: { kind: 'guild', name: 'One', handle: 'the-one' } });
    const again = bob.api.communities.create({ body: { kind: 'guild', name: 'Two', handle: 'the-one' } });
    expect(await refusal(again)).toBe('handle_taken');
    const reserved = bob.api.communities.create({ body: { kind: 'guild', name: 'Mine', handle: 'mine' } });
    expect(await refusal(reserved)).toBe('handle_taken');
  });

  it('keeps one of two who want the same handle at once, round after round', async () => {
    for (let round = 0; round < 50; round += 1) {
      const body = { kind: 'guild', name: 'Race', handle: `race-${round}` } as const;
      const results = await Promise.allSettled(
        [ada, bob].map((person) => person.api.communities.create({ body })),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  it('has an end', async () => {
    const founder = await world.person();
    await world.rows(
      `insert into communities (id, kind, name, handle, visibility, join_policy, owner_id, created_at)
       select gen_random_uuid(), 'guild', 'Many', 'many-' || n, 'public', 'open', $1, now()
       from generate_series(1, $2::int) n`,
      [founder.id, limits.communitiesPerOwner],
    );
    const oneMore = founder.api.communities.create({ body: { kind: 'guild', name: 'One more' } });
    expect(await refusal(oneMore)).toBe('limit_reached');
    await world.rows(`delete from communities where owner_id = $1`, [founder.id]);
  });
});

describe('who may know of a community', () => {
  it('is everybody of a public and of a private one', async () => {
    for (const visibility of ['public', 'private'] as const) {
      const guild = await Guild.found(ada, [], { name: `Open to sight ${visibility}`, visibility });
      await expect(seen(eve, guild.id)).resolves.toMatchObject({ id: guild.id });
      await expect(seen(eve, guild.community.handle)).resolves.toMatchObject({ id: guild.id });
      const anonymous = await world.stranger().communities.get({ params: { idOrHandle: guild.id } });
      expect(anonymous.viewer).toMatchObject({ isMember: false, can: { join: false } });
      expect(await names(eve, 'open to SIGHT')).toContain(guild.community.name);
    }
  });

  it('is its members alone of a secret one: by id, handle, name, members, roles, channels and every act', async () => {
    const guild = await Guild.found(ada, [bob], { name: 'Hidden garden', visibility: 'secret' });
    await expect(seen(bob, guild.community.handle)).resolves.toMatchObject({ visibility: 'secret' });
    expect(await names(bob, 'hidden ga')).toEqual(['Hidden garden']);
    expect(await names(eve, 'hidden ga')).toEqual([]);
    expect(await names(eve, guild.community.handle.slice(0, 8))).toEqual([]);

    const { params } = guild;
    const stranger = world.stranger();
    const tries = [
      seen(eve, guild.id),
      seen(eve, guild.community.handle),
      stranger.communities.get({ params: { idOrHandle: guild.id } }),
      stranger.communities.members({ params }),
      stranger.channels.list({ params }),
      eve.api.communities.members({ params }),
      eve.api.roles.list({ params }),
      eve.api.channels.list({ params }),
      eve.api.communities.join({ params }),
      eve.api.communities.leave({ params }),
      eve.api.communities.update({ params, body: { name: 'Mine now' } }),
      eve.api.communities.delete({ params }),
      eve.api.communities.transferOwnership({ params, body: { userId: eve.id } }),
      eve.api.communities.kick({ params: guild.memberParams(bob) }),
      eve.api.communities.ban({ params: guild.memberParams(bob), body: {} }),
      eve.api.communities.unban({ params: guild.memberParams(bob) }),
      eve.api.communities.updateMember({ params: guild.memberParams(bob), body: { nickname: 'X' } }),
      eve.api.roles.create({ params, body: { name: 'X' } }),
      eve.api.roles.update({ params: { ...params, roleId: guild.everyone.id }, body: { name: 'X' } }),
      eve.api.roles.delete({ params: { ...params, roleId: guild.everyone.id } }),
      eve.api.channels.create({ params, body: { type: 'text', name: 'X' } }),
    ];
    const refusals = await Promise.all(tries.map(refusal));
    expect(new Set(refusals)).toEqual(new Set(['not_found']));
  });

  it('does not show strangers the inside of a private one', async () => {
    const guild = await Guild.found(ada, [bob], { visibility: 'private' });
    await guild.general();
    const { params } = guild;
    expect(await refusal(eve.api.communities.members({ params }))).toBe('not_found');
    expect(await refusal(eve.api.roles.list({ params }))).toBe('not_found');
    await expect(eve.api.channels.list({ params })).resolves.toEqual({ items: [] });
    await expect(bob.api.channels.list({ params })).resolves.toMatchObject({ items: [{ name: 'general' }] });
  });

  it('leaves out of the list a private one whoever is banned there', async () => {
    const guild = await Guild.found(ada, [eve], { name: 'Closed to Eve', visibility: 'private' });
    await guild.ban(eve);
    expect(await names(eve, 'closed to e')).toEqual([]);
    expect(await refusal(seen(eve, guild.id))).toBe('not_found');
    expect(await names(bob, 'closed to e')).toEqual(['Closed to Eve']);
  });
});

describe('the lists', () => {
  it('walk through all communities once, newest first, while more are founded', async () => {
    const founded = [];
    for (let count = 0; count < 7; count += 1) {
      founded.push((await Guild.found(bob, [], { name: `Walk ${count}` })).id);
    }
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { query: 'walk ', limit: 3, ...(cursor && { cursor }) };
      const page = await eve.api.communities.list({ query });
      walked.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      if (walked.length === 3) await Guild.found(bob, [], { name: 'Walk, too late' });
    } while (cursor);
    expect(walked).toEqual(founded.toReversed());
  });

  it('take the percent sign for a percent sign', async () => {
    await Guild.found(bob, [], { name: '100% wool' });
    expect(await names(eve, '100%')).toEqual(['100% wool']);
    expect(await names(eve, '%wool')).toEqual([]);
    expect(await names(eve, '1_0')).toEqual([]);
  });

  it('refuse the cursor of another person and of another search', async () => {
    await Guild.found(bob, [], { name: 'Page one' });
    await Guild.found(bob, [], { name: 'Page two' });
    const { nextCursor } = await eve.api.communities.list({ query: { query: 'page', limit: 1 } });
    const cursor = nextCursor ?? '';
    const foreign = bob.api.communities.list({ query: { query: 'page', cursor } });
    expect(await refusal(foreign)).toBe('cursor_invalid');
    const other = eve.api.communities.list({ query: { query: 'walk', cursor } });
    expect(await refusal(other)).toBe('cursor_mismatch');
  });

  it('show one’s own communities, the newest membership first', async () => {
    const person = await world.person();
    const first = await Guild.found(ada, [person], { name: 'First' });
    const second = await Guild.found(ada, [person], { name: 'Second', visibility: 'secret' });
    const page = await person.api.communities.mine({ query: { limit: 1 } });
    expect(page.items.map(({ id }) => id)).toEqual([second.id]);
    const rest = await person.api.communities.mine({ query: { limit: 1, cursor: page.nextCursor ?? '' } });
    expect(rest).toMatchObject({ items: [{ id: first.id }], nextCursor: null });
  });
});

describe('changing and ending a community', () => {
  it('is for those who may', async () => {
    const guild = await Guild.found(ada, [bob]);
    const { params } = guild;
    expect(await refusal(bob.api.communities.update({ params, body: { name: 'Bobs' } }))).toBe('forbidden');
    await guild.role('Editor', ['manage_community'], bob);
    const changed = await bob.api.communities.update({
      params,
      body: { name: 'Bobs', description: 'Changed' },
    });
    expect(changed).toMatchObject({ name: 'Bobs', description: 'Changed', handle: guild.community.handle });
    expect(await refusal(bob.api.communities.delete({ params }))).toBe('owner_required');
  });

  it('ends for everybody at once, gives the handle back and erases what was in it', async () => {
    const guild = await Guild.found(ada, [bob], { handle: 'short-lived' });
    const channel = await guild.general();
    await bob.api.messages.send({ params: { channelId: channel.id }, body: { body: 'Last words' } });
    await ada.api.communities.delete({ params: guild.params });
    for (const person of [ada, bob]) {
      expect(await refusal(seen(person, guild.id))).toBe('not_found');
      expect(await refusal(person.api.channels.get({ params: { channelId: channel.id } }))).toBe('not_found');
      const history = person.api.messages.history({ params: { channelId: channel.id } });
      expect(await refusal(history)).toBe('not_found');
    }
    expect((await bob.api.communities.mine()).items.map(({ id }) => id)).not.toContain(guild.id);
    await Guild.found(bob, [], { handle: 'short-lived' });
    await eventually(async () => {
      const left = await world.rows(`select id from channels where community_id = $1`, [guild.id]);
      expect(left).toEqual([]);
    });
  });
});
