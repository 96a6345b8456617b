import type { Audience, EntryId, UserId } from '@plaza/contract';
import fc from 'fast-check';
import type { TestPlatform } from '../support/test-platform.js';

/** A small world of people and what they wrote, made at random and written straight into the tables. */
export interface RandomWorld {
  people: RandomPerson[];
  /** Accepted follows, asked-for ones and blocks as `follower followee`, `blocker blocked`. */
  follows: Set<string>;
  requests: Set<string>;
  blocks: Set<string>;
  posts: RandomPost[];
  comments: RandomComment[];
}

export interface RandomPerson {
  id: UserId;
  status: 'active' | 'suspended' | 'deleting';
  isPrivate: boolean;
}

interface RandomEntry {
  id: EntryId;
  author: RandomPerson;
  state: 'living' | 'deleted' | 'removed';
  mentioned: Set<UserId>;
}

export interface RandomPost extends RandomEntry {
  audience: Audience;
}

export interface RandomComment extends RandomEntry {
  root: RandomPost;
  parent: RandomEntry;
}

export const pairOf = (one: RandomPerson, other: RandomPerson) => `${one.id} ${other.id}`;

const person = fc.record({
  status: fc.constantFrom(
    'active' as const,
    'active' as const,
    'active' as const,
    'suspended' as const,
    'deleting' as const,
  ),
  isPrivate: fc.boolean(),
});
const edge = fc.constantFrom('none', 'none', 'following', 'following', 'requested', 'block');
const state = fc.constantFrom(
  'living' as const,
  'living' as const,
  'living' as const,
  'deleted' as const,
  'removed' as const,
);
const entry = { author: fc.nat(), state, mentioned: fc.array(fc.nat(), { maxLength: 3 }) };

/** The plan of a world; `build` gives it names and times. */
export const plan = (size: { people: number; posts: number; comments: number }) =>
  fc.record({
    people: fc.array(person, { minLength: 2, maxLength: size.people }),
    edges: fc.array(edge, { minLength: size.people ** 2, maxLength: size.people ** 2 }),
    posts: fc.array(
      fc.record({
        ...entry,
        audience: fc.constantFrom<Audience>('public', 'public', 'followers', 'mentioned'),
      }),
      { maxLength: size.posts },
    ),
    comments: fc.array(fc.record({ ...entry, below: fc.nat() }), { maxLength: size.comments }),
  });
export type WorldPlan = typeof plan extends (size: never) => fc.Arbitrary<infer Plan> ? Plan : never;

/** Makes the world of a plan, beside all that there is. */
export async function build(context: TestPlatform, design: WorldPlan): Promise<RandomWorld> {
  const people: RandomPerson[] = design.people.map((traits) => ({ id: context.ids.next(), ...traits }));
  const at = <Item>(items: Item[], index: number): Item => items[index % items.length] as Item;
  const mentionedBy = (indexes: number[]) => new Set(indexes.map((index) => at(people, index).id));
  const world: RandomWorld = {
    people,
    follows: new Set(),
    requests: new Set(),
    blocks: new Set(),
    posts: [],
    comments: [],
  };
  for (const [row, one] of people.entries()) {
    for (const [column, other] of people.entries()) {
      if (one === other) continue;
      const kind = at(design.edges, row * people.length + column);
      if (kind === 'following') world.follows.add(pairOf(one, other));
      if (kind === 'requested') world.requests.add(pairOf(one, other));
      if (kind === 'block') world.blocks.add(pairOf(one, other));
    }
  }
  for (const { author, mentioned, ...rest } of design.posts) {
    world.posts.push({
      id: context.ids.next(),
      author: at(people, author),
      mentioned: mentionedBy(mentioned),
      ...rest,
    });
  }
  for (const { author, mentioned, below, ...rest } of design.comments) {
    const above = at([...world.posts, ...world.comments], below);
    if (!above) continue;
    world.comments.push({
      id: context.ids.next(),
      author: at(people, author),
      mentioned: mentionedBy(mentioned),
      root: 'root' in above ? above.root : above,
      parent: above,
      ...rest,
    });
  }
  await write(context, world);
  return world;
}

async function write({ database, clock }: TestPlatform, world: RandomWorld): Promise<void> {
  const now = clock.now();
  const when = (isSo: boolean) => (isSo ? now : null);
  const edges = (pairs: Set<string>) => [...pairs].map((pair) => pair.split(' ') as [UserId, UserId]);
  const follows = (pairs: Set<string>, state: 'following' | 'requested') =>
    edges(pairs).map(([follower_id, followee_id]) => ({ follower_id, followee_id, state, created_at: now }));
  const users = world.people.map(({ id, status, isPrivate }) => ({
    ...accountRow(id, now),
    status,
    is_private: isPrivate,
    following_count: edges(world.follows).filter(([follower]) => follower === id).length,
  }));
  const blocks = edges(world.blocks).map(([blocker_id, blocked_id]) => ({
    blocker_id,
    blocked_id,
    created_at: now,
  }));
  const written = [...world.posts, ...world.comments];
  const entries = written.map((entry) => ({
    id: entry.id,
    author_id: entry.author.id,
    body: 'Body',
    created_at: now,
    deleted_at: when(entry.state === 'deleted'),
    removed_at: when(entry.state === 'removed'),
    ...('root' in entry
      ? {
          kind: 'comment' as const,
          audience: null,
          title: null,
          root_id: entry.root.id,
          parent_id: entry.parent.id,
        }
      : {
          kind: 'post' as const,
          audience: entry.audience,
          title: 'Title',
          root_id: entry.id,
          parent_id: null,
        }),
  }));
  const mentions = written.flatMap(({ id, mentioned }) =>
    [...mentioned].map((user_id, position) => ({ entry_id: id, user_id, position })),
  );
  await database.transaction(async (tx) => {
    await tx.insertInto('users').values(users).execute();
    const edgeRows = [...follows(world.follows, 'following'), ...follows(world.requests, 'requested')];
    if (edgeRows.length > 0) await tx.insertInto('follows').values(edgeRows).execute();
    if (blocks.length > 0) await tx.insertInto('blocks').values(blocks).execute();
    if (entries.length > 0) await tx.insertInto('entries').values(entries).execute();
    if (mentions.length > 0) await tx.insertInto('mentions').values(mentions).execute();
  });
}

/** The columns of an account that nobody ever signs in to. */
export function accountRow(id: UserId, createdAt: Date) {
  return {
    id,
    username: `u${id.replaceAll('-', '').slice(1)}`,
    username_skeleton: id,
    email: `${id}@example.org`,
    email_verified_at: null,
    pending_email: null,
    display_name: 'Somebody',
    direct_messages: null,
    created_at: createdAt,
  };
}
