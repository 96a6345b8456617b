import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import type { World } from './world.js';

/** A mail as its reader sees it. */
export interface ReceivedEmail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** What has been mailed to an address so far, oldest first. */
export async function emailsTo(world: World, email: string): Promise<ReceivedEmail[]> {
  const directory = join(world.dataDir, 'outbox');
  const names = await readdir(directory).catch(() => []);
  const mails = await Promise.all(
    names
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .map((name) => readFile(join(directory, name), 'utf8')),
  );
  return mails.map(read).filter(({ to }) => to === email);
}

/** Waits for the newest email of that subject to an address; `count` says how many of them there have to be. */
export async function emailTo(
  world: World,
  email: string,
  subject: string,
  count = 1,
): Promise<ReceivedEmail> {
  return eventually(async () => {
    const emails = await emailsTo(world, email);
    const matching = emails.filter((mail) => mail.subject === subject);
    const newest = matching.at(-1);
    if (!newest || matching.length < count) {
      throw new Error(`${email} got ${emails.map((mail) => mail.subject).join(', ') || 'nothing'}`);
    }
    return newest;
  });
}

/** The link that an email asks to open. */
export function linkIn(email: ReceivedEmail): URL {
  const url = /https?:\S+/.exec(email.text)?.[0];
  if (!url) throw new Error(`There is no link in ${email.text}`);
  return new URL(url);
}

export function tokenIn(email: ReceivedEmail): string {
  const token = linkIn(email).searchParams.get('token');
  if (!token) throw new Error(`There is no token in ${email.text}`);
  return token;
}

function read(mail: string): ReceivedEmail {
  return {
    to: header(mail, 'To'),
    subject: header(mail, 'Subject'),
    text: part(mail, 'text/plain'),
    html: part(mail, 'text/html'),
  };
}

function header(mail: string, name: string): string {
  const found = new RegExp(`^${name}: (.*(?:\\r\\n\\s.*)*)`, 'm').exec(mail)?.[1] ?? '';
  return found
    .replace(/\r\n\s/g, ' ')
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString()
        : unquoted(word.replaceAll('_', ' ')),
    );
}

/** Quoted-printable, as plain text again. */
function unquoted(text: string): string {
  return text.replace(/(?:=[0-9A-F]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('=', ''), 'hex').toString(),
  );
}

function part(mail: string, type: string): string {
  const found = new RegExp(`Content-Type: ${type}[^]*?\\r\\n\\r\\n([^]*?)\\r\\n--`).exec(mail)?.[1] ?? '';
  return unquoted(found.replace(/=\r\n/g, '')).replace(/\r\n/g, '\n');
}
