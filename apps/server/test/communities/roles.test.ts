import type { Role } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';
import { Guild, permissions } from './guild.js';

let world: World;
let ada: Person;
let bob: Person;
let cleo: Person;

beforeAll(async () => {
  world = await World.open();
  [ada, bob, cleo] = (await world.people(3)) as [Person, Person, Person];
});

const order = async (guild: Guild) =>
  (await guild.owner.api.roles.list({ params: guild.params })).items.map(({ name }) => name);
const roleParams = (guild: Guild, role: Role) => ({ ...guild.params, roleId: role.id });

describe('the order of roles', () => {
  it('has new ones just above @everyone, and closes up behind what moves or goes', async () => {
    const guild = await Guild.found(ada);
    const [one, two, three] = [await guild.role('One'), await guild.role('Two'), await guild.role('Three')];
    expect(await order(guild)).toEqual(['One', 'Two', 'Three', '@everyone']);
    const move = (role: Role, position: number) =>
      ada.api.roles.update({ params: roleParams(guild, role), body: { position } });
    await expect(move(three, 3)).resolves.toMatchObject({ position: 3 });
    expect(await order(guild)).toEqual(['Three', 'One', 'Two', '@everyone']);
    await expect(move(three, 250)).resolves.toMatchObject({ position: 3 });
    await move(three, 1);
    expect(await order(guild)).toEqual(['One', 'Two', 'Three', '@everyone']);
    await ada.api.roles.delete({ params: roleParams(guild, two) });
    const left = await ada.api.roles.list({ params: guild.params });
    expect(left.items.map(({ name, position }) => [name, position])).toEqual([
      ['One', 2],
      ['Three', 1],
      ['@everyone', 0],
    ]);
    expect(one.position).toBe(1);
  });

  it('stays whole while everybody moves roles at once', async () => {
    const guild = await Guild.found(ada);
    const roles = [];
    for (let count = 0; count < 5; count += 1) roles.push(await guild.role(`Role ${count}`));
    await Promise.all(
      roles.flatMap((role, index) => [
        ada.api.roles.update({ params: roleParams(guild, role), body: { position: 1 + ((index * 3) % 5) } }),
        ada.api.roles.create({ params: guild.params, body: { name: `Late ${index}` } }),
      ]),
    );
    const { items } = await ada.api.roles.list({ params: guild.params });
    expect(items.map(({ position }) => position)).toEqual(items.map((_, index) => items.length - 1 - index));
  });

  it('ends at 250', async () => {
    const guild = await Guild.found(ada);
    await world.rows(
      `insert into roles (id, community_id, name, position, permissions, created_at)
       select gen_random_uuid(), $1, 'Role ' || n, n, 0, now() from generate_series(1, 249) n`,
      [guild.id],
    );
    const oneMore = ada.api.roles.create({ params: guild.params, body: { name: 'One more' } });
    expect(await refusal(oneMore)).toBe('limit_reached');
  });
});

describe('who looks after roles', () => {
  async function guildWithManager() {
    const guild = await Guild.found(ada, [bob, cleo]);
    const top = await guild.role('Top', ['kick_members']);
    const manager = await guild.role('Manager', ['manage_roles', 'view_channel', 'send_messages'], bob);
    const low = await guild.role('Low', ['send_messages']);
    expect(await order(guild)).toEqual(['Top', 'Manager', 'Low', '@everyone']);
    return { guild, low, top, manager };
  }

  it('stays below the own role, and within the own permissions', async () => {
    const { guild, low, top, manager } = await guildWithManager();
    const { params } = guild;
    const edit = (role: Role, body: { permissions?: string; position?: number; name?: string }) =>
      bob.api.roles.update({ params: roleParams(guild, role), body });
    const hierarchy = [
      edit(top, { name: 'Mine' }),
      edit(manager, { name: 'Mine' }),
      edit(manager, { position: 3 }),
      edit(low, { position: 2 }),
      edit(low, { permissions: permissions('ban_members') }),
      edit(guild.everyone, { permissions: permissions('administrator') }),
      bob.api.roles.delete({ params: roleParams(guild, top) }),
      bob.api.roles.delete({ params: roleParams(guild, manager) }),
      bob.api.roles.create({ params, body: { name: 'X', permissions: permissions('ban_members') } }),
    ];
    expect(new Set(await Promise.all(hierarchy.map(refusal)))).toEqual(new Set(['hierarchy']));
    await expect(edit(low, { permissions: permissions('view_channel') })).resolves.toMatchObject({
      permissions: permissions('view_channel'),
    });
    await expect(edit(low, { name: 'Lower' })).resolves.toMatchObject({ name: 'Lower' });
    await expect(
      bob.api.roles.create({ params, body: { name: 'New', permissions: permissions('send_messages') } }),
    ).resolves.toMatchObject({ position: 1 });
    expect(await refusal(cleo.api.roles.create({ params, body: { name: 'X' } }))).toBe('forbidden');
  });

  it('gives and takes what stands below, to and from who stands below', async () => {
    const { guild, low, top, manager } = await guildWithManager();
    const give = (actor: Person, target: Person, role: Role) =>
      actor.api.roles.give({ params: { ...guild.memberParams(target), roleId: role.id } });
    const take = (actor: Person, target: Person, role: Role) =>
      actor.api.roles.take({ params: { ...guild.memberParams(target), roleId: role.id } });
    expect(await refusal(give(cleo, cleo, low))).toBe('forbidden');
    expect(await refusal(give(bob, cleo, top))).toBe('hierarchy');
    expect(await refusal(give(bob, cleo, manager))).toBe('hierarchy');
    expect(await refusal(give(bob, ada, low))).toBe('hierarchy');
    expect(await refusal(give(bob, bob, low))).toBe('hierarchy');
    expect(await refusal(give(bob, cleo, guild.everyone))).toBe('invalid_input');
    await give(bob, cleo, low);
    await give(bob, cleo, low);
    await expect(bob.api.communities.members({ params: guild.params })).resolves.toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ roleIds: [low.id] })]),
    });
    await guild.give(top.id, cleo);
    expect(await refusal(take(bob, cleo, low))).toBe('hierarchy');
    await take(ada, cleo, top);
    await take(bob, cleo, low);
    const powerful = await guild.role('Powerful', ['ban_members']);
    expect(await refusal(give(bob, cleo, powerful))).toBe('hierarchy');
    const stranger = await world.person();
    expect(await refusal(give(ada, stranger, low))).toBe('not_found');
  });

  it('is asked before locking itself out', async () => {
    const guild = await Guild.found(ada, [bob]);
    const right = await guild.role('Right', ['manage_roles', 'view_channel'], bob);
    const rank = await guild.role('Rank', [], bob);
    await ada.api.roles.update({ params: roleParams(guild, rank), body: { position: 2 } });
    const params = roleParams(guild, right);
    const giveUp = { permissions: permissions('view_channel') };
    expect(await refusal(bob.api.roles.update({ params, body: giveUp }))).toBe('would_lock_out');
    expect(await refusal(bob.api.roles.delete({ params }))).toBe('would_lock_out');
    await bob.api.roles.update({ params, query: { confirm: '1' }, body: giveUp });
    expect(await refusal(bob.api.roles.create({ params: guild.params, body: { name: 'X' } }))).toBe(
      'forbidden',
    );
  });

  it('leaves @everyone where it is and what it is called', async () => {
    const guild = await Guild.found(ada);
    const params = roleParams(guild, guild.everyone);
    expect(await refusal(ada.api.roles.update({ params, body: { position: 1 } }))).toBe('invalid_input');
    expect(await refusal(ada.api.roles.update({ params, body: { name: 'All' } }))).toBe('invalid_input');
    expect(await refusal(ada.api.roles.delete({ params }))).toBe('invalid_input');
  });

  it('cannot set what means nothing', async () => {
    const guild = await Guild.found(ada);
    for (const set of [String(1n << 32n), String(1n << 63n), '99999999999999999999']) {
      const create = ada.api.roles.create({ params: guild.params, body: { name: 'X', permissions: set } });
      expect(await refusal(create)).toBe('invalid_input');
    }
  });

  it('loses the right with the role, in the middle of a race too', async () => {
    for (let round = 0; round < 50; round += 1) {
      const guild = await Guild.found(ada, [bob]);
      const manager = await guild.role('Manager', ['manage_roles'], bob);
      const create = bob.api.roles.create({ params: guild.params, body: { name: 'Late' } });
      const take = ada.api.roles.take({ params: { ...guild.memberParams(bob), roleId: manager.id } });
      const [created] = await Promise.allSettled([create, take]);
      const names = await order(guild);
      expect(names.includes('Late')).toBe(created.status === 'fulfilled');
      expect(await refusal(bob.api.roles.create({ params: guild.params, body: { name: 'X' } }))).toBe(
        'forbidden',
      );
    }
  });
});
