import type { directMessageSettings } from '@plaza/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';

type Setting = (typeof directMessageSettings)[number];

let world: World;

beforeAll(async () => {
  world = await World.open();
});

const pair = async () => (await world.people(2)) as [Person, Person];
const open = (person: Person, peer: Person) => person.api.channels.openDirect({ body: { userId: peer.id } });
const accept = (person: Person, directMessages: Setting | null) =>
  person.api.users.updateMe({ body: { directMessages } });
const obstacle = async (person: Person, channelId: string) =>
  (await person.api.channels.get({ params: { channelId } })).viewer.writeObstacle;

describe('opening a direct channel', () => {
  it('is for people who follow each other, unless the receiver or the instance says otherwise', async () => {
    const [ada, bob] = await pair();
    expect(await refusal(open(ada, bob))).toBe('not_mutual');
    await world.follow(ada, bob);
    expect(await refusal(open(ada, bob))).toBe('not_mutual');
    const answers: [Setting, string][] = [
      ['nobody', 'not_accepting'],
      ['connections', 'not_connected'],
      ['mutuals', 'not_mutual'],
      ['mutuals-or-connections', 'not_mutual'],
    ];
    for (const [setting, code] of answers) {
      await accept(bob, setting);
      expect(await refusal(open(ada, bob))).toBe(code);
    }
    await accept(bob, 'followers');
    await expect(open(ada, bob)).resolves.toMatchObject({
      type: 'direct',
      communityId: null,
      name: null,
      peer: { id: bob.id },
      viewer: { can: { send: true, manage: false }, writeObstacle: null, unread: 0 },
    });
  });

  it('gives both the one channel, and nobody else', async () => {
    const [ada, bob] = await pair();
    const eve = await world.person();
    await world.befriend(ada, bob);
    const channel = await open(ada, bob);
    expect((await open(bob, ada)).id).toBe(channel.id);
    expect((await open(ada, bob)).id).toBe(channel.id);
    const params = { channelId: channel.id };
    const tries = [
      eve.api.channels.get({ params }),
      eve.api.messages.history({ params }),
      eve.api.messages.send({ params, body: { body: 'Hi' } }),
      eve.api.messages.typing({ params }),
      eve.api.messages.readStates({ params }),
      eve.api.channels.permissions({ params }),
      world.stranger().channels.get({ params }),
    ];
    expect(new Set(await Promise.all(tries.map(refusal)))).toEqual(new Set(['not_found']));
    for (const person of [ada, bob]) {
      expect(await refusal(person.api.channels.update({ params, body: { name: 'X' } }))).toBe('forbidden');
      expect(await refusal(person.api.channels.delete({ params }))).toBe('forbidden');
      expect(await refusal(person.api.channels.overwrites({ params }))).toBe('forbidden');
    }
  });

  it('makes one of fifty at once, from both sides', async () => {
    const [ada, bob] = await pair();
    await world.befriend(ada, bob);
    const channels = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? open(ada, bob) : open(bob, ada))),
    );
    expect(new Set(channels.map(({ id }) => id)).size).toBe(1);
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? ada : bob).api.messages.send({
          params: { channelId: channels[0]?.id ?? '' },
          body: { body: 'All at once' },
        }),
      ),
    );
    const rows = await world.rows(`select id from channels where $1 in (lower_user_id, higher_user_id)`, [
      ada.id,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('is not possible with oneself, nor with nobody', async () => {
    const [ada] = await pair();
    expect(await refusal(open(ada, ada))).toBe('invalid_input');
    const nobody = ada.api.channels.openDirect({ body: { userId: '01990000-0000-7000-8000-000000000000' } });
    expect(await refusal(nobody)).toBe('not_found');
  });

  it('shows the receiver nothing before something was said', async () => {
    const [ada, bob] = await pair();
    await world.befriend(ada, bob);
    const channel = await open(ada, bob);
    expect((await bob.api.channels.mine()).items).toEqual([]);
    await ada.api.messages.send({ params: { channelId: channel.id }, body: { body: 'Hello' } });
    const [first] = (await bob.api.channels.mine()).items;
    expect(first).toMatchObject({ id: channel.id, peer: { id: ada.id }, viewer: { unread: 1 } });
  });
});

describe('when the condition of a direct channel ends', () => {
  it('the next message is refused, the history stays, and the composer says why', async () => {
    const [ada, bob] = await pair();
    await world.befriend(ada, bob);
    const channel = await open(ada, bob);
    const params = { channelId: channel.id };
    const message = await ada.api.messages.send({ params, body: { body: 'While it lasts' } });
    await bob.api.graph.unfollow({ params: { userId: ada.id } });
    const attempts = [
      ada.api.messages.send({ params, body: { body: 'More' } }),
      ada.api.messages.typing({ params }),
      ada.api.messages.update({ params: { messageId: message.id }, body: { body: 'Changed' } }),
    ];
    expect(new Set(await Promise.all(attempts.map(refusal)))).toEqual(new Set(['not_mutual']));
    expect(await obstacle(ada, channel.id)).toBe('not_mutual');
    expect((await open(ada, bob)).id).toBe(channel.id);
    const { items } = await ada.api.messages.history({ params });
    expect(items).toMatchObject([{ body: 'While it lasts', viewer: { can: { edit: false, delete: true } } }]);
    await ada.api.messages.delete({ params: { messageId: message.id } });
    await world.follow(bob, ada);
    expect(await obstacle(ada, channel.id)).toBeNull();
  });

  it('each reason has its word, and a block has none of its own', async () => {
    const [ada, bob] = await pair();
    await world.befriend(ada, bob);
    const channel = await open(ada, bob);
    const params = { channelId: channel.id };
    await ada.api.messages.send({ params, body: { body: 'Hello' } });
    for (const [setting, code] of [
      ['nobody', 'not_accepting'],
      ['connections', 'not_connected'],
    ] as const) {
      await accept(bob, setting);
      expect(await obstacle(ada, channel.id)).toBe(code);
      expect(await obstacle(bob, channel.id)).toBeNull();
    }
    await accept(bob, null);
    await bob.api.graph.block({ params: { userId: ada.id } });
    for (const person of [ada, bob]) {
      expect(await obstacle(person, channel.id)).toBe('blocked_or_unavailable');
      const send = person.api.messages.send({ params, body: { body: 'Again' } });
      expect(await refusal(send)).toBe('blocked_or_unavailable');
    }
    await world.rows(`delete from blocks where blocker_id = $1`, [bob.id]);
    await world.rows(`update users set status = 'suspended' where id = $1`, [bob.id]);
    expect(await obstacle(ada, channel.id)).toBe('blocked_or_unavailable');
  });

  it('nothing slips across a block that is being built', async () => {
    const [ada, bob] = await pair();
    await world.befriend(ada, bob);
    const channel = await open(ada, bob);
    const params = { channelId: channel.id };
    for (let round = 0; round < 50; round += 1) {
      const send = ada.api.messages.send({ params, body: { body: `Round ${round}` } });
      const [sent] = await Promise.allSettled([send, bob.api.graph.block({ params: { userId: ada.id } })]);
      const order = await world.rows<{ name: string }>(
        `select name from events
         where (name = 'message.sent' and subject->>'channelId' = $1)
            or (name = 'block.created' and subject->>'blockerId' = $2)
         order by xid desc, id desc limit 1`,
        [channel.id, bob.id],
      );
      expect(order).toEqual([{ name: 'block.created' }]);
      if (sent.status === 'rejected') expect(sent.reason.code).toBe('blocked_or_unavailable');
      await bob.api.graph.unblock({ params: { userId: ada.id } });
      await world.befriend(ada, bob);
    }
  });
});

describe('the list of conversations', () => {
  it('has the latest message first, page by page', async () => {
    const ada = await world.person();
    const peers = await world.people(4);
    const ids = [];
    for (const peer of peers) {
      await accept(peer, 'everyone');
      const channel = await open(ada, peer);
      await ada.api.messages.send({ params: { channelId: channel.id }, body: { body: 'Hi' } });
      ids.push(channel.id);
    }
    await ada.api.messages.send({ params: { channelId: ids[0] ?? '' }, body: { body: 'Again' } });
    const walked: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ada.api.channels.mine>> = await ada.api.channels.mine({
        query: { limit: 2, ...(cursor && { cursor }) },
      });
      walked.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(walked).toEqual([ids[0], ids[3], ids[2], ids[1]]);
  });
});
