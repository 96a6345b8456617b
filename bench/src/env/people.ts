import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { seededName } from './seed/rows.js';

const PASSWORD = 'correct horse battery';
/** Hashing is measured by itself; everywhere else it is only in the way. */
export const cheapPasswords = { ARGON2_MEMORY_KIB: '1024', ARGON2_PASSES: '1' } as const;
const AT_ONCE = 8;

/** A seeded user who is signed in. */
export interface Guest {
  id: string;
  token: string;
}

/** Gives seeded users the password they sign in with. */
export async function grantPasswords(
  databaseUrl: string,
  numbers: number[],
  cost: { memoryCost: number; timeCost: number } = { memoryCost: 1024, timeCost: 1 },
): Promise<void> {
  const passwordHash = await hash(PASSWORD, { ...cost, parallelism: 1 });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `insert into credentials (user_id, password_hash, changed_at)
     select id, $1, now() from users where username = any($2::citext[])
     on conflict do nothing`,
    [passwordHash, numbers.map(seededName)],
  );
  await client.end();
}

export async function signIn(url: string, number: number): Promise<Guest> {
  const { user, accessToken } = await post(`${url}/api/v1/auth/login`, {
    login: seededName(number),
    password: PASSWORD,
  });
  return { id: user.id, token: accessToken };
}

export async function signInAll(url: string, numbers: number[]): Promise<Guest[]> {
  const guests: Guest[] = [];
  for (let start = 0; start < numbers.length; start += AT_ONCE) {
    const some = numbers.slice(start, start + AT_ONCE);
    guests.push(...(await Promise.all(some.map((number) => signIn(url, number)))));
  }
  return guests;
}

export async function sendMessage(
  url: string,
  author: Guest,
  channelId: string,
  body: string,
): Promise<void> {
  await post(`${url}/api/v1/channels/${channelId}/messages`, { body, nonce: randomUUID() }, author);
}

export function post(url: string, body: unknown, guest?: Guest) {
  return send('POST', url, body, guest);
}

export function put(url: string, body: unknown, guest: Guest) {
  return send('PUT', url, body, guest);
}

async function send(method: 'POST' | 'PUT', url: string, body: unknown, guest?: Guest) {
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(guest && { authorization: `Bearer ${guest.token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

export async function get(url: string, { token }: Guest) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
