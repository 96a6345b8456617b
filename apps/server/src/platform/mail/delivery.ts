import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Settings } from '../settings/settings.js';
import { writeAtomically } from '../storage/atomic-file.js';
import type { Deliver, MailJob } from './outgoing-mail.js';

/** Within the time limit of the job. */
const usualLimits = { connectMs: 10_000, silenceMs: 20_000 };

/** By SMTP where a server is set, else into the outbox. */
export function createDelivery({ smtpUrl, mailFrom, dataDir }: Settings): Deliver {
  return smtpUrl ? smtpDelivery(smtpUrl, mailFrom) : outboxDelivery(join(dataDir, 'outbox'), mailFrom);
}

/** Keeps mails as files in `directory`, named by their Message-ID: a repeat replaces the first. */
function outboxDelivery(directory: string, from: string): Deliver {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return async (mail) => {
    const { message } = await transport.sendMail(messageOf(mail, from));
    if (!Buffer.isBuffer(message)) throw new Error('The mail library gave no message');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeAtomically(join(directory, `${fileNameOf(mail.messageId)}.eml`), message);
  };
}

function fileNameOf(messageId: string): string {
  return messageId.replace(/@.*$/, '').replace(/[^A-Za-z0-9-]/g, '');
}

/** Hands mails to the server at `url`, each over a connection of its own. Errors: what the server said, or that it did not. */
export function smtpDelivery(url: string, from: string, limits = usualLimits): Deliver {
  const transport = createTransport({
    url,
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    dnsTimeout: limits.connectMs,
    socketTimeout: limits.silenceMs,
  });
  return async (mail, signal) => {
    try {
      await transport.sendMail({ ...messageOf(mail, from), signal });
    } catch (error) {
      // The library's error carries the whole envelope, which is nothing for a log.
      throw new Error(`The mail was not delivered: ${reasonOf(error)}`);
    }
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the mail library makes a message of: never a file or an address to read from. */
function messageOf(mail: MailJob, from: string): SendMailOptions {
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    messageId: mail.messageId,
    date: new Date(mail.date),
    // Answering machines leave it alone (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(mail.html !== undefined && { html: mail.html }),
  };
}
