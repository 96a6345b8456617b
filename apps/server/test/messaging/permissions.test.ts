import type { ChannelId, PermissionName } from '@plaza/contract';
import { permissionNames } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { Guild, has, permissions } from '../communities/guild.js';
import { type Person, refusal, World } from '../support/world.js';

let world: World;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  world = await World.open();
  [ada, bob] = (await world.people(2)) as [Person, Person];
});

const basic = ['view_channel', 'read_history', 'send_messages'] as const;

async function heldBy(person: Person, channelId: ChannelId): Promise<PermissionName[]> {
  const answer = await person.api.channels.permissions({ params: { channelId }, query: { explain: '1' } });
  const held = permissionNames.filter((name) => has(answer.permissions, name));
  const explained = answer.explained?.filter(({ allowed }) => allowed).map(({ permission }) => permission);
  expect(explained).toEqual(held);
  const seen = await person.api.channels.get({ params: { channelId } });
  expect(seen.viewer.permissions).toBe(answer.permissions);
  return held;
}

/** A guild in which everyone may view, read and write, with Bob in it. */
async function plainGuild(): Promise<{ guild: Guild; channelId: ChannelId }> {
  const guild = await Guild.found(ada, [bob]);
  await guild.letEveryone(...basic);
  return { guild, channelId: (await guild.channel()).id };
}

describe('permissions in a channel', () => {
  it('are those of @everyone where nothing else is said', async () => {
    const { channelId } = await plainGuild();
    expect(await heldBy(bob, channelId)).toEqual(basic);
  });

  it('lose what the overwrite for @everyone denies', async () => {
    const { guild, channelId } = await plainGuild();
    await guild.overwrite(channelId, guild.everyone.id, { deny: ['send_messages'] });
    expect(await heldBy(bob, channelId)).toEqual(['view_channel', 'read_history']);
  });

  it('get back what a role allows, also against another role that denies it', async () => {
    const { guild, channelId } = await plainGuild();
    await guild.overwrite(channelId, guild.everyone.id, { deny: ['send_messages'] });
    const allowing = await guild.role('R', [], bob);
    await guild.overwrite(channelId, allowing.id, { allow: ['send_messages'] });
    expect(await heldBy(bob, channelId)).toEqual(basic);
    const denying = await guild.role('S', [], bob);
    await guild.overwrite(channelId, denying.id, { deny: ['send_messages'] });
    expect(await heldBy(bob, channelId)).toEqual(basic);
    await guild.overwrite(channelId, bob.id, { deny: ['send_messages'] });
    expect(await heldBy(bob, channelId)).toEqual(['view_channel', 'read_history']);
  });

  it('are none for who may not view it, and the channel is not there', async () => {
    const { guild, channelId } = await plainGuild();
    await guild.overwrite(channelId, guild.everyone.id, { deny: ['view_channel'] });
    expect(await refusal(bob.api.channels.permissions({ params: { channelId } }))).toBe('not_found');
    const asked = await ada.api.channels.permissions({ params: { channelId }, query: { userId: bob.id } });
    expect(asked.permissions).toBe('0');
  });

  it('are all for an administrator and the owner, whatever is denied', async () => {
    const { guild, channelId } = await plainGuild();
    await guild.role('Admin', ['administrator'], bob);
    await guild.overwrite(channelId, guild.everyone.id, { deny: ['view_channel'] });
    expect(await heldBy(bob, channelId)).toEqual([...permissionNames]);
    expect(await heldBy(ada, channelId)).toEqual([...permissionNames]);
  });

  it('are reading alone for who is timed out', async () => {
    const { guild, channelId } = await plainGuild();
    await guild.role('Everything usual', [...basic, 'add_reactions', 'manage_messages'], bob);
    const timedOutUntil = new Date(world.clock.milliseconds() + 60_000).toISOString();
    await ada.api.communities.updateMember({ params: guild.memberParams(bob), body: { timedOutUntil } });
    expect(await heldBy(bob, channelId)).toEqual(['view_channel', 'read_history']);
    world.clock.advance(60_001);
    expect(await heldBy(bob, channelId)).toContain('manage_messages');
  });

  it('are reading for people outside a public community, where @everyone may view', async () => {
    const { guild, channelId } = await plainGuild();
    const stranger = await world.person();
    const seen = await stranger.api.channels.get({ params: { channelId } });
    expect(seen.viewer).toMatchObject({
      permissions: permissions('view_channel', 'read_history'),
      writeObstacle: 'forbidden',
      can: { send: false },
      unread: 0,
    });
    const send = stranger.api.messages.send({ params: { channelId }, body: { body: 'Hi' } });
    expect(await refusal(send)).toBe('forbidden');
    await guild.overwrite(channelId, guild.everyone.id, { deny: ['view_channel'] });
    expect(await refusal(stranger.api.channels.get({ params: { channelId } }))).toBe('not_found');
  });

  it('do not let anything be attached or everyone be called where nothing may be said', async () => {
    const { guild, channelId } = await plainGuild();
    await guild.letEveryone(...basic, 'attach_media', 'mention_everyone', 'add_reactions');
    await guild.overwrite(channelId, guild.everyone.id, { deny: ['send_messages'] });
    expect(await heldBy(bob, channelId)).toEqual(['view_channel', 'read_history', 'add_reactions']);
  });
});

describe('the explanation', () => {
  it('names the rule that decided', async () => {
    const { guild, channelId } = await plainGuild();
    const role = await guild.role('R', ['manage_messages'], bob);
    await guild.overwrite(channelId, guild.everyone.id, { deny: ['read_history'] });
    await guild.overwrite(channelId, role.id, { allow: ['mention_everyone'] });
    await guild.overwrite(channelId, bob.id, { deny: ['send_messages'] });
    const { explained } = await bob.api.channels.permissions({
      params: { channelId },
      query: { explain: '1' },
    });
    const rule = (name: PermissionName) => explained?.find(({ permission }) => permission === name);
    expect(rule('view_channel')).toMatchObject({ allowed: true, rule: `role:${guild.everyone.id}` });
    expect(rule('manage_messages')).toMatchObject({ allowed: true, rule: `role:${role.id}` });
    expect(rule('read_history')).toMatchObject({ allowed: false, rule: 'overwrite:everyone' });
    expect(rule('send_messages')).toMatchObject({ allowed: false, rule: 'overwrite:member' });
    expect(rule('mention_everyone')).toMatchObject({ allowed: false, rule: 'implied' });
    expect(rule('kick_members')).toMatchObject({ allowed: false, rule: 'none' });
  });

  it('is about oneself, unless one looks after roles there', async () => {
    const { guild, channelId } = await plainGuild();
    const asked = (viewer: Person, about: Person) =>
      viewer.api.channels.permissions({ params: { channelId }, query: { userId: about.id, explain: '1' } });
    expect(await refusal(asked(bob, ada))).toBe('forbidden');
    const banned = await world.person();
    await guild.ban(banned);
    const { explained } = await asked(ada, banned);
    expect(new Set(explained?.map(({ rule }) => rule))).toEqual(new Set(['banned']));
    const owned = await asked(ada, ada);
    expect(new Set(owned.explained?.map(({ rule }) => rule))).toEqual(new Set(['owner']));
  });
});

describe('an overwrite', () => {
  it('changes only what the editor holds in that channel, for who stands below', async () => {
    const { guild, channelId } = await plainGuild();
    const cleo = await world.person();
    await cleo.api.communities.join({ params: guild.params });
    const top = await guild.role('Top', [], cleo);
    const editor = await guild.role('Editor', ['manage_roles'], bob);
    const put = (targetId: string, allow: PermissionName[], deny: PermissionName[] = []) =>
      bob.api.channels.putOverwrite({
        params: { channelId, roleOrUserId: targetId },
        body: { allow: permissions(...allow), deny: permissions(...deny) },
      });
    expect(await refusal(put(guild.everyone.id, ['ban_members']))).toBe('hierarchy');
    expect(await refusal(put(guild.everyone.id, [], ['manage_messages']))).toBe('hierarchy');
    expect(await refusal(put(top.id, ['send_messages']))).toBe('hierarchy');
    expect(await refusal(put(editor.id, ['send_messages']))).toBe('hierarchy');
    expect(await refusal(put(cleo.id, ['send_messages']))).toBe('hierarchy');
    expect(await refusal(put(ada.id, [], ['send_messages']))).toBe('hierarchy');
    expect(await refusal(put(guild.id, ['send_messages']))).toBe('not_found');
    expect(await refusal(put(guild.everyone.id, ['send_messages'], ['send_messages']))).toBe('invalid_input');
    await expect(put(guild.everyone.id, ['send_messages'])).resolves.toMatchObject({
      targetType: 'role',
      targetId: guild.everyone.id,
    });
    const { items } = await bob.api.channels.overwrites({ params: { channelId } });
    expect(items).toHaveLength(1);
    expect(await refusal(cleo.api.channels.overwrites({ params: { channelId } }))).toBe('forbidden');
  });

  it('asks before it locks the editor out', async () => {
    const { guild, channelId } = await plainGuild();
    await guild.role('Editor', ['manage_roles'], bob);
    const params = { channelId, roleOrUserId: bob.id };
    const body = { allow: '0', deny: permissions('manage_roles') };
    expect(await refusal(bob.api.channels.putOverwrite({ params, body }))).toBe('would_lock_out');
    await bob.api.channels.putOverwrite({ params, body, query: { confirm: '1' } });
    expect(await refusal(bob.api.channels.deleteOverwrite({ params }))).toBe('forbidden');
    await ada.api.channels.deleteOverwrite({ params });
    await ada.api.channels.deleteOverwrite({ params });
    expect(await heldBy(bob, channelId)).toContain('manage_roles');
  });

  it('ends with its role', async () => {
    const { guild, channelId } = await plainGuild();
    const role = await guild.role('Secret keepers', [], bob);
    await guild.overwrite(channelId, guild.everyone.id, { deny: ['view_channel'] });
    await guild.overwrite(channelId, role.id, { allow: ['view_channel'] });
    expect(await heldBy(bob, channelId)).toEqual(basic);
    await ada.api.roles.delete({ params: { ...guild.params, roleId: role.id } });
    expect(await refusal(bob.api.channels.get({ params: { channelId } }))).toBe('not_found');
  });

  it('of a member who left can still be taken away', async () => {
    const { guild, channelId } = await plainGuild();
    await guild.overwrite(channelId, bob.id, { allow: ['mention_everyone'] });
    await guild.kick(bob);
    const params = { channelId, roleOrUserId: bob.id };
    await ada.api.channels.deleteOverwrite({ params });
    expect((await ada.api.channels.overwrites({ params: { channelId } })).items).toEqual([]);
  });

  it('has an end in number', async () => {
    const { guild, channelId } = await plainGuild();
    await world.rows(
      `with strangers as (
         insert into users (id, username, username_skeleton, email, display_name, created_at)
         select gen_random_uuid(), 'crowd' || n, 'crowd' || n, 'crowd' || n || '@example.org', 'Crowd', now()
         from generate_series(1, 500) n
         returning id
       )
       insert into overwrites (channel_id, target_type, user_id) select $1, 'member', id from strangers`,
      [channelId],
    );
    const oneMore = guild.overwrite(channelId, guild.everyone.id, { deny: ['send_messages'] });
    expect(await refusal(oneMore)).toBe('limit_reached');
  });
});
