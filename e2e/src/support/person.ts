import { randomBytes } from 'node:crypto';
import type { UserId } from '@plaza/contract';
import { createClient, type Plaza, Session } from '@plaza/sdk';
import { vi } from 'vitest';

export const password = 'correct horse battery';

/** Somebody with an account, and a client of their own for what a test takes for granted. */
export interface Person {
  id: UserId;
  username: string;
  name: string;
  api: Plaza;
}

/** A username that nobody has: `ada` becomes `ada_1f8c2d`. */
export function newUsername(name: string): string {
  return `${name.toLowerCase()}_${randomBytes(4).toString('hex')}`;
}

export async function register(baseUrl: string, name: string): Promise<Person> {
  const username = newUsername(name);
  const session = new Session({ baseUrl });
  const api = createClient({ baseUrl, session });
  const email = `${username}@example.org`;
  const { user } = await api.auth.register({ body: { username, email, password } });
  await api.users.updateMe({ body: { displayName: name } });
  return { id: user.id, username, name, api };
}

/** They follow each other. */
export async function befriend(one: Person, other: Person): Promise<void> {
  await one.api.graph.follow({ params: { userId: other.id } });
  await other.api.graph.follow({ params: { userId: one.id } });
}

/** A guild of the first, joined by the others; gives where its first channel is. */
export async function guild(name: string, owner: Person, ...members: Person[]) {
  const community = await owner.api.communities.create({ body: { kind: 'guild', name } });
  const params = { communityId: community.id };
  for (const member of members) await member.api.communities.join({ params });
  const channel = await vi.waitFor(async () => {
    const [first] = (await owner.api.channels.list({ params })).items;
    return first ?? Promise.reject(new Error('A guild gets its first channel soon after it is founded'));
  });
  return { community, channel, path: `/c/${community.handle}/${channel.id}` };
}
