import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { writeAtomically } from '../storage/atomic-file.js';
import { messageOf } from './mail-message.js';
import type { Deliver } from './outgoing-mail.js';

/** Keeps mails as files in `directory`, named by their Message-ID: a repeat replaces the first. */
export function outboxDelivery(directory: string, from: string): Deliver {
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
