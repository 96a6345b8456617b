import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { smtpDelivery } from '../../src/platform/mail/delivery.js';
import { Mailer } from '../../src/platform/mail/mailer.js';
import type { OutgoingMail } from '../../src/platform/mail/outgoing-mail.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { Lifetime } from '../../src/platform/process/lifetime.js';
import { eventually } from '../support/eventually.js';
import { openSilentPeer, SmtpPeer } from '../support/smtp-peer.js';
import { openTestPlatform, type TestPlatform } from '../support/test-platform.js';

const greeting: OutgoingMail = {
  to: 'ada@example.org',
  subject: 'Grüße',
  text: 'Hello Ada\n',
  html: '<p>Hello Ada</p>',
};
const patient = new AbortController().signal;

/** A server that sends mails, on a database of its own. */
async function post(environment: NodeJS.ProcessEnv) {
  const context = await openTestPlatform({ MAIL_FROM: 'Plaza <plaza@example.net>', ...environment });
  const { database, settings, ids, clock, logger } = context;
  const jobs = new Jobs(database, settings, ids, clock, logger, new Lifetime(), new Metrics());
  const mailer = new Mailer(settings, jobs, ids, clock);
  mailer.onModuleInit();
  await jobs.onApplicationBootstrap();
  afterAll(() => jobs.beforeApplicationShutdown());
  const send = (mail: OutgoingMail) => database.transaction((tx) => mailer.send(tx, mail));
  return { context, jobs, mailer, send };
}

/** What waits for its next attempt need not wait in a test, nor fail as often as in life. */
async function hurry(context: TestPlatform, { toLastAttempt } = { toLastAttempt: false }): Promise<void> {
  const { numAffectedRows } = await context.database.transaction((tx) =>
    sql`
    update pgboss.job
    set start_after = now(), retry_count = case when ${toLastAttempt} then retry_limit - 1 else retry_count end
    where state = 'retry'
  `.execute(tx),
  );
  expect(numAffectedRows).toBe(1n);
}

describe('Mailer over SMTP', () => {
  let peer: SmtpPeer;
  let office: Awaited<ReturnType<typeof post>>;

  beforeAll(async () => {
    peer = await SmtpPeer.open();
    office = await post({ SMTP_URL: peer.url });
  });

  afterAll(() => peer.close());

  it('delivers text and HTML with the configured sender, a date and a Message-ID of its domain', async () => {
    await office.send({ ...greeting, headers: { 'List-Id': '<posts.example.net>' } });
    const mail = await eventually(() => {
      const [first] = peer.delivered;
      if (!first) throw new Error('Nothing was delivered yet');
      return first;
    });
    expect(mail).toMatchObject({ from: 'plaza@example.net', to: ['ada@example.org'] });
    expect(mail.content).toMatch(/^From: Plaza <plaza@example\.net>\r\n/m);
    expect(mail.content).toMatch(/^To: ada@example\.org\r\n/m);
    expect(mail.content).toMatch(/^Subject: =\?UTF-8\?Q\?Gr=C3=BC=C3=9Fe\?=\r\n/m);
    expect(mail.content).toMatch(/^Message-ID: <[0-9a-f-]{36}@example\.net>\r\n/m);
    expect(mail.content).toMatch(/^Date: .+\r\n/m);
    expect(mail.content).toMatch(/^Auto-Submitted: auto-generated\r\n/m);
    expect(mail.content).toMatch(/^List-Id: <posts\.example\.net>\r\n/im);
    expect(mail.content).toContain('<p>Hello Ada</p>');
  });

  it('sends nothing for a transaction that was rolled back', async () => {
    const before = peer.delivered.length;
    await expect(
      office.context.database.transaction(async (tx) => {
        await office.mailer.send(tx, greeting);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await office.send({ ...greeting, subject: 'after' });
    await eventually(() => expect(peer.delivered.at(-1)?.content).toContain('Subject: after'));
    expect(peer.delivered).toHaveLength(before + 1);
  });

  it('adds no header and no recipient that a subject tries to smuggle in', async () => {
    await office.send({ ...greeting, subject: 'Smuggled\r\nBcc: eve@example.org\r\n\r\nbody' });
    const mail = await eventually(() => {
      const found = peer.delivered.find(({ content }) => content.includes('Smuggled'));
      if (!found) throw new Error('It was not delivered yet');
      return found;
    });
    expect(mail.to).toEqual(['ada@example.org']);
    expect(mail.content).not.toMatch(/^Bcc:/m);
    await expect(
      office.send({ ...greeting, to: 'a@example.org\r\nRCPT TO:<eve@example.org>' }),
    ).rejects.toThrow();
  });

  it.each([
    [451, 'try again later'],
    [550, 'no such mailbox'],
  ])('tries again with the same Message-ID after a %i', async (code, message) => {
    const subject = `Answered with ${code}`;
    peer.attempts.splice(0);
    peer.refusal = { code, message };
    await office.send({ ...greeting, subject });
    await eventually(async () => {
      const { rows } = await sql<{ output: { message: string } }>`
        select output from pgboss.job where name = 'mail.send' and state = 'retry'
      `.execute(office.context.database.read);
      expect(rows).toMatchObject([{ output: { message: expect.stringContaining(message) } }]);
    });
    peer.refusal = undefined;
    await hurry(office.context);
    await eventually(() => expect(peer.delivered.at(-1)?.content).toContain(subject));
    expect(peer.attempts).toHaveLength(2);
    expect(peer.attempts[1]).toBe(peer.attempts[0]);
  });

  it('keeps a mail that nobody takes as a dead email with the reason, and logs no recipient', async () => {
    peer.attempts.splice(0);
    peer.refusal = { code: 550, message: 'no such mailbox' };
    await office.send(greeting);
    await eventually(() => expect(peer.attempts).toHaveLength(1));
    await eventually(() => hurry(office.context, { toLastAttempt: true }));
    await eventually(async () => {
      expect(await office.jobs.deadLetters.list(10)).toMatchObject([
        { name: 'mail.send', reason: expect.stringContaining('no such mailbox') },
      ]);
    });
    peer.refusal = undefined;
    expect(JSON.stringify(office.context.logged)).not.toContain('ada@example.org');
  });
});

describe('SMTP delivery', () => {
  const mail = { ...greeting, messageId: '<1@example.net>', date: '2026-03-01T12:00:00Z' };

  it('fails when nobody listens', async () => {
    const peer = await openSilentPeer();
    await peer.close();
    await expect(smtpDelivery(peer.url, 'plaza@example.net')(mail, patient)).rejects.toThrow('ECONNREFUSED');
  });

  it('gives up on a server that says nothing, and leaves no connection open', async () => {
    const peer = await openSilentPeer();
    const deliver = smtpDelivery(peer.url, 'plaza@example.net', { connectMs: 200, silenceMs: 200 });
    await expect(deliver(mail, patient)).rejects.toThrow('not delivered');
    await eventually(() => expect(peer.connections.size).toBe(0), 8_000);
    await peer.close();
  });

  it('gives up when it is aborted', async () => {
    const peer = await openSilentPeer();
    const frame = new AbortController();
    const delivery = smtpDelivery(peer.url, 'plaza@example.net')(mail, frame.signal);
    await eventually(() => expect(peer.connections.size).toBe(1));
    frame.abort();
    await expect(delivery).rejects.toThrow('not delivered');
    await peer.close();
  });
});

describe('Mailer without a mail server', () => {
  it('keeps each mail as one readable file in the outbox, however often it is sent', async () => {
    const { context, send } = await post({});
    const outbox = join(context.dataDir, 'outbox');
    await send(greeting);
    const [name] = await eventually(async () => {
      const names = await readdir(outbox);
      expect(names).toEqual([expect.stringMatching(/^[0-9a-f-]{36}\.eml$/)]);
      return names;
    });
    const content = await readFile(join(outbox, String(name)), 'utf8');
    expect(content).toMatch(/^To: ada@example\.org\r\n/m);
    expect(content).toContain('Hello Ada');

    await context.database.transaction((tx) =>
      sql`update pgboss.job set state = 'created' where name = 'mail.send'`.execute(tx),
    );
    await eventually(async () => {
      const { rows } = await sql<{
        state: string;
      }>`select state from pgboss.job where name = 'mail.send'`.execute(context.database.read);
      expect(rows).toEqual([{ state: 'completed' }]);
    });
    expect(await readdir(outbox)).toEqual([name]);
  });
});
