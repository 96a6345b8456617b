import { expect, it, onTestFinished } from 'vitest';
import { findViolations } from '../../src/cli/invariants.js';
import { Guild } from '../communities/guild.js';
import { eventually } from '../support/eventually.js';
import { register } from '../support/person.js';
import { openSilentPeer, SmtpPeer } from '../support/smtp-peer.js';
import { House } from './support/house.js';
import { promised } from './support/promised.js';

const MESSAGES = 40;
const REGISTRATION_MS = 1_000;
const PATIENCE_MS = 45_000;

it('a job whose process is killed in the middle runs again in another, with one effect', async () => {
  const silent = await openSilentPeer();
  const postOffice = await SmtpPeer.open();
  onTestFinished(async () => {
    await silent.close();
    await postOffice.close();
  });
  const house = await House.onCluster();
  const first = await house.start({ environment: { SMTP_URL: silent.url } });
  const began = performance.now();
  const ada = await register(first.url, 'ada');
  expect(performance.now() - began).toBeLessThan(promised(REGISTRATION_MS));
  const guild = await Guild.found(ada);
  const channelId = (await guild.general()).id;
  for (let count = 0; count < MESSAGES; count += 1) {
    await ada.api.messages.send({ params: { channelId }, body: { body: `Number ${count}` } });
  }
  await ada.api.communities.delete({ params: guild.params });
  await eventually(() => expect(silent.connections.size).toBeGreaterThan(0));
  first.kill('SIGKILL');
  await first.end();

  await house.start({ environment: { SMTP_URL: postOffice.url } });
  // As if the time had passed after which a process that gives no sign is given up.
  await house.connections.query(
    "update pgboss.job set heartbeat_on = heartbeat_on - interval '2 minutes' where state = 'active'",
  );
  await eventually(async () => {
    // Nobody waits for the pauses between attempts, and the community waits for what hangs on it.
    await house.connections.query(
      "update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now()",
    );
    expect(postOffice.delivered.map(({ to }) => to)).toEqual([[ada.email]]);
    expect(await countOf(house, 'communities')).toBe(0);
    expect(await countOf(house, 'messages')).toBe(0);
    expect(
      await countOf(house, "pgboss.job where state in ('created', 'retry', 'active') and name like '%erase'"),
    ).toBe(0);
  }, PATIENCE_MS);
  expect(new Set(postOffice.attempts).size).toBe(1);
  expect(await findViolations(house.connections, 10)).toEqual([]);
});

async function countOf(house: House, table: string): Promise<number> {
  const { rows } = await house.connections.query<{ count: number }>(
    `select count(*)::int as count from ${table}`,
  );
  return rows[0]?.count ?? 0;
}
