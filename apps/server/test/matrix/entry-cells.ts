import { audiences } from '@plaza/contract';
import type { Person, World } from '../support/world.js';

/** How somebody stands to the author of an entry. */
export const relations = [
  'anonymous',
  'stranger',
  'follower',
  'requester',
  'formerFollower',
  'mentioned',
  'blockedByAuthor',
  'blockingAuthor',
  'author',
] as const;
export type Relation = (typeof relations)[number];

export const accounts = ['open', 'private'] as const;
export type AccountKind = (typeof accounts)[number];

const followersAndNamed: Relation[] = ['follower', 'mentioned', 'author'];
const named: Relation[] = ['mentioned', 'author'];

/** The one table: who sees a post of each audience. Everything else follows from it. */
const whoSees: Record<AccountKind, Record<(typeof audiences)[number], Relation[]>> = {
  open: {
    public: ['anonymous', 'stranger', 'follower', 'requester', 'formerFollower', 'mentioned', 'author'],
    followers: followersAndNamed,
    mentioned: named,
  },
  private: {
    public: followersAndNamed,
    followers: followersAndNamed,
    mentioned: named,
  },
};

export const cells = accounts.flatMap((account) =>
  audiences.map((audience) => ({ account, audience, seenBy: new Set(whoSees[account][audience]) })),
);

/** The author of an account of that kind, and one person for each relation to them. */
export async function castFor(world: World, account: AccountKind): Promise<Record<Relation, Person | null>> {
  const [author, stranger, follower, requester, former, mentioned, blocked, blocking] = await Promise.all([
    world.person('author'),
    world.person('stranger'),
    world.person('follower'),
    world.person('requester'),
    world.person('former'),
    world.person('mentioned'),
    world.person('blocked'),
    world.person('blocking'),
  ]);
  for (const person of [follower, former, blocked, blocking]) await world.follow(person, author);
  await former.api.graph.unfollow({ params: { userId: author.id } });
  if (account === 'private') await author.api.users.updateMe({ body: { isPrivate: true } });
  if (account === 'private') await world.follow(requester, author);
  return {
    anonymous: null,
    stranger,
    follower,
    requester,
    formerFollower: former,
    mentioned,
    blockedByAuthor: blocked,
    blockingAuthor: blocking,
    author,
  };
}
