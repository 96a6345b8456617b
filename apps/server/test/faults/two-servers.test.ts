import { createClient } from '@plaza/sdk';
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { password, register } from '../support/person.js';
import { TestSocket } from '../support/socket.js';
import { Crowd } from './support/crowd.js';
import { House } from './support/house.js';
import { Listener } from './support/listener.js';
import { once } from './support/prober.js';
import { promised } from './support/promised.js';
import { judge } from './support/verdict.js';

const ONLINE_MS = 30_000;
const REVOKED_MS = 2_000;

it('two servers send one order to every socket, also when one of them is killed', async () => {
  const house = await House.onCluster();
  const [left, right] = await Promise.all([house.start(), house.start()]);
  const addresses = [left.url, right.url];
  const crowd = await Crowd.gather(addresses, { writers: 8, listeners: 4 });
  const listeners = crowd.audience.map(
    (person, index) => new Listener(person, addresses[index % 2] ?? left.url),
  );
  await eventually(() => expect(listeners.every(({ isOnline }) => isOnline)).toBe(true), ONLINE_MS);
  crowd.begin();
  await crowd.progress(200);

  left.kill('SIGKILL');
  const began = performance.now();
  await left.end();
  crowd.moveTo(right.url);
  for (const listener of listeners.filter((_, index) => index % 2 === 0)) listener.reload(right.url);
  await eventually(() => expect(listeners.every(({ isOnline }) => isOnline)).toBe(true), ONLINE_MS);
  const recoveredMs = performance.now() - began;
  await crowd.progress(200);
  await crowd.end();
  await judge('one of two servers killed', { crowd, listeners, connections: house.connections, recoveredMs });
  for (const channelId of crowd.channels) {
    const [first, ...others] = listeners.map((listener) => listener.order(channelId));
    for (const other of others) expect(other).toEqual(first);
  }
  for (const listener of listeners) listener.close();
});

it('signing out on one server ends sockets and tokens on the other within two seconds', async () => {
  const house = await House.onCluster();
  const [left, right] = await Promise.all([house.start(), house.start()]);
  const ada = await register(left.url, 'ada');
  await createClient({ baseUrl: right.url }).auth.login({ body: { login: 'ada', password } });
  const token = await ada.token();
  const socket = await TestSocket.open(right.url, token);
  const me = () => once(`${right.url}/api/v1/users/me`, { headers: { Authorization: `Bearer ${token}` } });
  expect((await me()).status).toBe(200);

  await ada.api.auth.logout();
  const began = performance.now();
  await eventually(() => expect(socket.received('session.revoked')).toBe(true));
  await eventually(async () => expect((await me()).status).toBe(401));
  expect(performance.now() - began).toBeLessThan(promised(REVOKED_MS));
  socket.close();
});
