import { expect, it } from 'vitest';
import { MessageParts } from '../../src/modules/messaging/index.js';
import { Guild } from '../communities/guild.js';
import { TestSocket } from '../support/socket.js';
import { eventually, type Person, World } from '../support/world.js';

const world = await World.open();

it('a registered part stands in answers and events, and is loaded once for a page', async () => {
  const [ada, bob] = (await world.people(2)) as [Person, Person];
  const parts = world.server.app.get(MessageParts, { strict: false });
  const loaded: number[] = [];
  parts.register(async (rows) => {
    loaded.push(rows.length);
    return ({ ordinal }) => ({ body: `Number ${ordinal}` });
  });
  parts.registerForViewer(async (_rows, { viewerId }) => ({ author_id }) => ({
    can: { edit: author_id !== viewerId, delete: false },
  }));

  const { id: channelId } = await (await Guild.found(ada, [bob])).general();
  const socket = await TestSocket.open(world.url, await bob.token());
  const params = { channelId };
  const sent = await ada.api.messages.send({ params, body: { body: 'One' } });
  expect(sent).toMatchObject({ body: 'Number 1', author: { id: ada.id }, viewer: { can: { edit: false } } });
  await ada.api.messages.send({ params, body: { body: 'Two' } });
  await eventually(() => expect(socket.received('message.sent', { body: 'Number 2' })).toBe(true));
  socket.close();

  loaded.length = 0;
  const { items } = await bob.api.messages.history({ params });
  expect(items).toMatchObject([
    { body: 'Number 2', viewer: { can: { edit: true } } },
    { body: 'Number 1', viewer: { can: { edit: true } } },
  ]);
  expect(loaded).toEqual([2]);
});
