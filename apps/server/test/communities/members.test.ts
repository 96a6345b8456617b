import { beforeAll, describe, expect, it } from 'vitest';
import { Timeouts } from '../../src/modules/communities/members/timeouts.js';
import { type Person, refusal, World } from '../support/world.js';
import { Guild } from './guild.js';

let world: World;
let ada: Person;
let bob: Person;
let cleo: Person;
let dan: Person;

beforeAll(async () => {
  world = await World.open();
  [ada, bob, cleo, dan] = (await world.people(4)) as [Person, Person, Person, Person];
});

const join = (person: Person, guild: Guild) => person.api.communities.join({ params: guild.params });
const leave = (person: Person, guild: Guild) => person.api.communities.leave({ params: guild.params });
const memberIds = async (guild: Guild) =>
  (await guild.owner.api.communities.members({ params: guild.params })).items.map(({ user }) => user.id);
const count = async (guild: Guild) =>
  (await guild.owner.api.communities.get({ params: { idOrHandle: guild.id } })).memberCount;
const audited = async (guild: Guild) =>
  (
    await world.rows<{ action: string }>(`select action from audit_log where community_id = $1 order by id`, [
      guild.id,
    ])
  ).map(({ action }) => action);
const inAnHour = () => new Date(world.clock.milliseconds() + 3_600_000).toISOString();

describe('joining and leaving', () => {
  it('is counted once however often it is done', async () => {
    const guild = await Guild.found(ada);
    await join(bob, guild);
    await expect(join(bob, guild)).resolves.toMatchObject({ memberCount: 2, viewer: { isMember: true } });
    await leave(bob, guild);
    await leave(bob, guild);
    expect(await count(guild)).toBe(1);
    const events = await world.rows(
      `select name from events where subject->>'communityId' = $1 and subject->>'userId' = $2 order by xid, id`,
      [guild.id, bob.id],
    );
    expect(events).toEqual([{ name: 'member.joined' }, { name: 'member.left' }]);
  });

  it('is refused where the community is closed', async () => {
    const guild = await Guild.found(ada, [], { joinPolicy: 'closed' });
    expect(await refusal(join(bob, guild))).toBe('forbidden');
    expect(guild.community.viewer.can.join).toBe(false);
  });

  it('lists members oldest first, page by page', async () => {
    const guild = await Guild.found(ada, [bob, cleo, dan]);
    const params = guild.params;
    const first = await bob.api.communities.members({ params, query: { limit: 3 } });
    const second = await bob.api.communities.members({
      params,
      query: { limit: 3, cursor: first.nextCursor ?? '' },
    });
    expect([...first.items, ...second.items].map(({ user }) => user.id)).toEqual([
      ada.id,
      bob.id,
      cleo.id,
      dan.id,
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it('keeps counter and rows equal whatever races', async () => {
    const guild = await Guild.found(ada);
    const people = [bob, cleo, dan];
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(
        people.flatMap((person) => [join(person, guild), leave(person, guild), join(person, guild)]),
      );
    }
    expect(await count(guild)).toBe((await memberIds(guild)).length);
  });
});

describe('the owner', () => {
  it('cannot leave before handing over, and then can', async () => {
    const guild = await Guild.found(ada, [bob]);
    expect(await refusal(leave(ada, guild))).toBe('last_owner');
    const { params } = guild;
    const transfer = (person: Person, to: Person) =>
      person.api.communities.transferOwnership({ params, body: { userId: to.id } });
    expect(await refusal(transfer(bob, bob))).toBe('owner_required');
    expect(await refusal(transfer(ada, cleo))).toBe('not_found');
    await transfer(ada, bob);
    await leave(ada, guild);
    await expect(bob.api.communities.get({ params: { idOrHandle: guild.id } })).resolves.toMatchObject({
      memberCount: 1,
      viewer: { isOwner: true },
    });
  });

  it('is always one, and a member: handing over to who leaves, both leaving, fifty times', async () => {
    for (let round = 0; round < 50; round += 1) {
      const guild = await Guild.found(ada, [bob]);
      const { params } = guild;
      await Promise.allSettled([
        ada.api.communities.transferOwnership({ params, body: { userId: bob.id } }),
        leave(bob, guild),
        leave(ada, guild),
      ]);
      const [state] = await world.rows(
        `select c.member_count, count(m.user_id)::int as members,
           count(m.user_id) filter (where m.user_id = c.owner_id)::int as owners
         from communities c left join members m on m.community_id = c.id
         where c.id = $1 group by c.id`,
        [guild.id],
      );
      expect(state?.owners).toBe(1);
      expect(state?.member_count).toBe(state?.members);
    }
  });
});

describe('acting on members', () => {
  it('is for those who may, on those who stand below', async () => {
    const guild = await Guild.found(ada, [bob, cleo, dan]);
    await guild.role('Moderator', ['kick_members', 'ban_members', 'timeout_members'], bob, cleo);
    const kick = (actor: Person, target: Person) =>
      actor.api.communities.kick({ params: guild.memberParams(target) });
    const ban = (actor: Person, target: Person) =>
      actor.api.communities.ban({ params: guild.memberParams(target), body: {} });
    const timeOut = (actor: Person, target: Person) =>
      actor.api.communities.updateMember({
        params: guild.memberParams(target),
        body: { timedOutUntil: inAnHour() },
      });
    for (const act of [kick, ban, timeOut]) {
      expect(await refusal(act(dan, bob))).toBe('forbidden');
      expect(await refusal(act(bob, ada))).toBe('hierarchy');
      expect(await refusal(act(bob, cleo))).toBe('hierarchy');
      expect(await refusal(act(bob, bob))).toBe('invalid_input');
      expect(await refusal(act(ada, ada))).toBe('invalid_input');
    }
    expect(await memberIds(guild)).toHaveLength(4);
    await timeOut(bob, dan);
    await kick(bob, dan);
    expect(await refusal(kick(bob, dan))).toBe('not_found');
    expect(await memberIds(guild)).not.toContain(dan.id);
    expect((await audited(guild)).slice(-2)).toEqual(['member.updated', 'member.kicked']);
  });

  it('lets people name themselves, and those above name others', async () => {
    const guild = await Guild.found(ada, [bob, cleo]);
    const name = (actor: Person, target: Person, nickname: string | null) =>
      actor.api.communities.updateMember({ params: guild.memberParams(target), body: { nickname } });
    await expect(name(bob, bob, 'Bobby')).resolves.toMatchObject({ nickname: 'Bobby' });
    expect(await refusal(name(bob, cleo, 'Clee'))).toBe('forbidden');
    await guild.role('Namer', ['manage_nicknames'], bob);
    await expect(name(bob, cleo, 'Clee')).resolves.toMatchObject({ nickname: 'Clee' });
    await expect(name(cleo, cleo, null)).resolves.toMatchObject({ nickname: null });
    await guild.letEveryone('view_channel');
    expect(await refusal(name(cleo, cleo, 'Cleopatra'))).toBe('forbidden');
  });

  it('times members out until then, through leaving and coming back, but no administrator', async () => {
    const guild = await Guild.found(ada, [bob, cleo]);
    const channel = await guild.general();
    const params = { channelId: channel.id };
    await guild.role('Admin', ['administrator'], cleo);
    const until = inAnHour();
    const timeOut = (target: Person, timedOutUntil: string | null) =>
      ada.api.communities.updateMember({ params: guild.memberParams(target), body: { timedOutUntil } });
    await expect(timeOut(bob, until)).resolves.toMatchObject({ timedOutUntil: until });
    expect(await refusal(timeOut(cleo, until))).toBe('hierarchy');
    expect(await refusal(timeOut(bob, '2020-01-01T00:00:00.000Z'))).toBe('invalid_input');

    const send = () => bob.api.messages.send({ params, body: { body: 'Hello' } });
    expect(await refusal(send())).toBe('forbidden');
    await expect(bob.api.messages.history({ params })).resolves.toMatchObject({ items: [] });
    await leave(bob, guild);
    await join(bob, guild);
    expect(await refusal(send())).toBe('forbidden');
    world.clock.advance(3_600_001);
    await expect(send()).resolves.toMatchObject({ body: 'Hello' });
  });

  it('does not end a time-out that was prolonged with the first', async () => {
    const guild = await Guild.found(ada, [bob]);
    const timeOut = (timedOutUntil: string) =>
      ada.api.communities.updateMember({ params: guild.memberParams(bob), body: { timedOutUntil } });
    const timeouts = world.server.app.get(Timeouts, { strict: false });
    const [first, second] = [inAnHour(), new Date(Date.parse(inAnHour()) + 1).toISOString()];
    await timeOut('9999-12-31T23:59:59.999Z');
    await timeOut(first);
    await timeOut(second);
    await timeouts.end({ communityId: guild.id, userId: bob.id, until: first });
    const stored = () => world.rows('select 1 from timeouts where community_id = $1', [guild.id]);
    expect(await stored()).toHaveLength(1);
    await timeouts.end({ communityId: guild.id, userId: bob.id, until: second });
    expect(await stored()).toEqual([]);
  });

  it('ends a time-out when its bearer becomes the owner', async () => {
    const guild = await Guild.found(ada, [bob]);
    await ada.api.communities.updateMember({
      params: guild.memberParams(bob),
      body: { timedOutUntil: inAnHour() },
    });
    await ada.api.communities.transferOwnership({ params: guild.params, body: { userId: bob.id } });
    await ada.api.communities
      .transferOwnership({ params: guild.params, body: { userId: ada.id } })
      .catch(() => 0);
    const { items } = await bob.api.communities.members({ params: guild.params });
    expect(items.map(({ timedOutUntil }) => timedOutUntil)).toEqual([null, null]);
  });
});

describe('a ban', () => {
  it('removes a member at once from everything but what anonymous people see', async () => {
    const guild = await Guild.found(ada, [bob], { visibility: 'private' });
    const channel = await guild.general();
    const params = { channelId: channel.id };
    const message = await bob.api.messages.send({ params, body: { body: 'Mine' } });
    await guild.ban(bob);
    const tries = [
      bob.api.communities.get({ params: { idOrHandle: guild.id } }),
      bob.api.channels.list({ params: guild.params }),
      bob.api.channels.get({ params }),
      bob.api.messages.history({ params }),
      bob.api.messages.send({ params, body: { body: 'Again' } }),
      bob.api.messages.update({ params: { messageId: message.id }, body: { body: 'Edited' } }),
      bob.api.messages.delete({ params: { messageId: message.id } }),
      bob.api.messages.typing({ params }),
      bob.api.messages.read({ params, body: { messageId: message.id } }),
      bob.api.channels.permissions({ params }),
      join(bob, guild),
    ];
    expect(new Set(await Promise.all(tries.map(refusal)))).toEqual(new Set(['not_found']));
  });

  it('lets a public community be seen as by a stranger, its channels not', async () => {
    const guild = await Guild.found(ada, [bob]);
    const channel = await guild.general();
    await guild.ban(bob);
    const seen = await bob.api.communities.get({ params: { idOrHandle: guild.id } });
    expect(seen.viewer).toMatchObject({ isMember: false, permissions: '0', can: { join: false } });
    expect(await refusal(join(bob, guild))).toBe('forbidden');
    await expect(bob.api.channels.list({ params: guild.params })).resolves.toEqual({ items: [] });
    expect(await refusal(bob.api.channels.get({ params: { channelId: channel.id } }))).toBe('not_found');
    const asAnonymous = world.stranger().channels.get({ params: { channelId: channel.id } });
    await expect(asAnonymous).resolves.toMatchObject({ id: channel.id });
  });

  it('ends when it is lifted, and by itself at its time', async () => {
    const guild = await Guild.found(ada, [bob]);
    await guild.ban(bob);
    await ada.api.communities.unban({ params: guild.memberParams(bob) });
    await ada.api.communities.unban({ params: guild.memberParams(bob) });
    await join(bob, guild);
    await ada.api.communities.ban({ params: guild.memberParams(bob), body: { expiresAt: inAnHour() } });
    expect(await refusal(join(bob, guild))).toBe('forbidden');
    world.clock.advance(3_600_001);
    await join(bob, guild);
    expect(await count(guild)).toBe(2);
  });

  it('can be laid on who never was a member, but on nobody who does not exist', async () => {
    const guild = await Guild.found(ada);
    await guild.ban(dan);
    expect(await refusal(join(dan, guild))).toBe('forbidden');
    const nobody = { ...guild.params, userId: guild.id };
    expect(await refusal(ada.api.communities.ban({ params: nobody, body: {} }))).toBe('not_found');
    const past = { expiresAt: '2020-01-01T00:00:00.000Z' };
    const over = ada.api.communities.ban({ params: guild.memberParams(bob), body: past });
    expect(await refusal(over)).toBe('invalid_input');
  });

  it('wins over joining at the same time', async () => {
    for (let round = 0; round < 50; round += 1) {
      const guild = await Guild.found(ada);
      await Promise.allSettled([join(bob, guild), guild.ban(bob)]);
      expect(await memberIds(guild)).toEqual([ada.id]);
      expect(await count(guild)).toBe(1);
    }
  });
});
