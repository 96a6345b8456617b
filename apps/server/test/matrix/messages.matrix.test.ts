import { communityVisibilities, permissionSet } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { TestSocket } from '../support/socket.js';
import { eventually, type Person, World } from '../support/world.js';
import { apiOf } from './entry-surfaces.js';
import { channelLists, channelSurfaces, memberSurfaces, type SoughtMessage } from './message-surfaces.js';

/** How somebody stands to a community. */
const memberships = ['anonymous', 'stranger', 'member', 'formerMember', 'banned', 'owner'] as const;
type Membership = (typeof memberships)[number];

const privacies = ['everybody', 'owner only'] as const;

const world = await World.open();

/** The one table: who reads a channel that everybody in the community may view. Who is banned has no right at all. */
const readers: Record<(typeof communityVisibilities)[number], Membership[]> = {
  public: ['anonymous', 'stranger', 'member', 'formerMember', 'owner'],
  private: ['member', 'owner'],
  secret: ['member', 'owner'],
};

const cells = communityVisibilities.flatMap((visibility) =>
  privacies.map((privacy) => ({
    visibility,
    privacy,
    seenBy: privacy === 'everybody' ? readers[visibility] : (['owner'] satisfies Membership[]),
  })),
);

async function castOf(visibility: (typeof communityVisibilities)[number]) {
  const [owner, member, former, banned, stranger] = await world.people(5);
  if (!owner || !member || !former || !banned || !stranger) throw new Error('Somebody is missing');
  const community = await owner.api.communities.create({
    body: { kind: 'guild', name: `A ${visibility} guild`, visibility: 'public' },
  });
  const params = { communityId: community.id };
  for (const person of [member, former, banned]) await person.api.communities.join({ params });
  const cast: Record<Membership, Person | null> = {
    anonymous: null,
    stranger,
    member,
    formerMember: former,
    banned,
    owner,
  };
  return { community, params, cast, owner, former, banned };
}

describe.each(cells)(
  'a channel for $privacy in a $visibility guild',
  async ({ visibility, privacy, seenBy }) => {
    const { community, params, cast, owner, former, banned } = await castOf(visibility);
    const channel = await owner.api.channels.create({ params, body: { type: 'text', name: 'Talk' } });
    const [everyone] = (await owner.api.roles.list({ params })).items.filter((role) => role.isEveryone);
    if (privacy === 'owner only') {
      await owner.api.channels.putOverwrite({
        params: { channelId: channel.id, roleOrUserId: everyone?.id ?? '' },
        body: { allow: '0', deny: permissionSet(['view_channel']) },
      });
    }
    await former.api.communities.leave({ params });
    await owner.api.communities.ban({ params: { ...params, userId: banned.id }, body: {} });
    await owner.api.communities.update({ params, body: { visibility } });

    const signedIn = memberships.filter((membership) => membership !== 'anonymous');
    const sockets = new Map<Membership, TestSocket>();
    for (const membership of signedIn) {
      sockets.set(membership, await TestSocket.open(world.url, (await cast[membership]?.token()) ?? ''));
    }
    const before = new Map([...sockets].map(([membership, socket]) => [membership, socket.cursor]));
    const message = await owner.api.messages.send({
      params: { channelId: channel.id },
      body: { body: 'Said' },
    });
    await world.quiet();
    const sought: SoughtMessage = { community, channel, message };
    const seers = memberships.filter((membership) => (seenBy as readonly Membership[]).includes(membership));
    // Sockets are subscribed to the channels of one's own communities; strangers of a public one read by asking.
    const members = seers.filter((membership) => membership === 'member' || membership === 'owner');

    const finders = async (
      find: (person: Person | null) => Promise<boolean>,
      asked: readonly Membership[],
    ) => {
      const found = await Promise.all(
        asked.map(async (membership) => [membership, await find(cast[membership])] as const),
      );
      return found.filter(([, isFound]) => isFound).map(([membership]) => membership);
    };

    it.each(Object.entries(channelSurfaces))('is read by those who may: %s', async (_name, surface) => {
      expect(await finders((person) => surface(apiOf(world, person), sought), memberships)).toEqual(seers);
    });

    it('is listed to those who may view it', async () => {
      const found = await finders(
        (person) => channelLists['channels.list'](apiOf(world, person), sought),
        memberships,
      );
      expect(found).toEqual(seers);
    });

    it.each(Object.entries(memberSurfaces))('is there for the same people: %s', async (_name, surface) => {
      const found = await finders((person) => surface(apiOf(world, person), sought), signedIn);
      expect(found).toEqual(seers.filter((membership) => membership !== 'anonymous'));
    });

    it('sends its messages live to its members alone', async () => {
      const witness = sockets.get('owner');
      await eventually(() => expect(witness?.received('message.sent', { id: message.id })).toBe(true));
      for (const membership of members) {
        await eventually(() => expect(sockets.get(membership)?.received('message.sent')).toBe(true));
      }
      const received = [...sockets].filter(([, socket]) =>
        socket.received('message.sent', { id: message.id }),
      );
      expect(received.map(([membership]) => membership)).toEqual(members);
    });

    it('replays them to those who are members today', async () => {
      const received: Membership[] = [];
      for (const [membership, socket] of sockets) {
        socket.close();
        const token = (await cast[membership]?.token()) ?? '';
        const again = await TestSocket.open(world.url, token, before.get(membership));
        // What was missed is sent before a command is answered.
        await again.command('presence.set', { status: 'online' });
        if (members.some((member) => member === membership))
          await eventually(() => expect(again.received('message.sent')).toBe(true));
        if (again.received('message.sent', { id: message.id })) received.push(membership);
        again.close();
      }
      expect(received).toEqual(members);
    });
  },
);

describe('a direct channel', async () => {
  const [ada, bob, eve] = await world.people(3);
  if (!ada || !bob || !eve) throw new Error('Somebody is missing');
  await world.befriend(ada, bob);
  const channel = await ada.api.channels.openDirect({ body: { userId: bob.id } });
  const message = await ada.api.messages.send({ params: { channelId: channel.id }, body: { body: 'Psst' } });
  const sought: SoughtMessage = { community: null, channel, message };
  const surfaces = { ...channelSurfaces, ...memberSurfaces, 'channels.mine': channelLists['channels.mine'] };

  it.each(Object.entries(surfaces))('belongs to its two people: %s', async (_name, surface) => {
    expect(await surface(ada.api, sought)).toBe(true);
    expect(await surface(bob.api, sought)).toBe(true);
    expect(await surface(eve.api, sought)).toBe(false);
    expect(await surface(world.stranger(), sought)).toBe(false);
  });
});
