import type { Audience, EntryId, UserId } from '@plaza/contract';
import fc from 'fast-check';
import type { TestGround } from '../support/ground.js';

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
export async function build(ground: TestGround, design: WorldPlan): Promise<RandomWorld> {
  const people: RandomPerson[] = design.people.map((traits) => ({ id: ground.ids.next(), ...traits }));
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
      id: ground.ids.next(),
      author: at(people, author),
      mentioned: mentionedBy(mentioned),
      ...rest,
    });
  }
  for (const { author, mentioned, below, ...rest } of design.comments) {
    const above = at([...world.posts, ...world.comments], below);
    if (!above) continue;
    world.comments.push({
      id: ground.ids.next(),
      author: at(people, author),
      mentioned: mentionedBy(mentioned),
      root: 'root' in above ? above.root : above,
      parent: above,
      ...rest,
    });
  }
  await write(ground, world);
  return world;
}

async function write({ database, clock }: TestGround, world: RandomWorld): Promise<void> {
  const now = clock.now();
  const when = (isSo: boolean) => (isSo ? now : null);
  const edges = (pairs: Set<string>) => [...pairs].map((pair) => pair.split(' ') as [UserId, UserId]);
  await database.transaction(async (tx) => {
    for (const { id, status, isPrivate } of world.people) {
      const following = edges(world.follows).filter(([follower]) => follower === id).length;
      await tx
        .insertInto('users')
        .values({ ...accountRow(id, now), status, is_private: isPrivate, following_count: following })
        .execute();
    }
    const follows = [
      ...edges(world.follows).map((pair) => ({ pair, state: 'following' as const })),
      ...edges(world.requests).map((pair) => ({ pair, state: 'requested' as const })),
    ];
    for (const { pair, state } of follows) {
      const [follower_id, followee_id] = pair;
      await tx.insertInto('follows').values({ follower_id, followee_id, state, created_at: now }).execute();
    }
    for (const [blocker_id, blocked_id] of edges(world.blocks)) {
      await tx.insertInto('blocks').values({ blocker_id, blocked_id, created_at: now }).execute();
    }
    for (const written of [...world.posts, ...world.comments]) {
      const isComment = 'root' in written;
      await tx
        .insertInto('entries')
        .values({
          id: written.id,
          kind: isComment ? 'comment' : 'post',
          author_id: written.author.id,
          audience: isComment ? null : written.audience,
          title: isComment ? null : 'Title',
          body: 'Body',
          root_id: isComment ? written.root.id : written.id,
          parent_id: isComment ? written.parent.id : null,
          created_at: now,
          deleted_at: when(written.state === 'deleted'),
          removed_at: when(written.state === 'removed'),
        })
        .execute();
      for (const [position, userId] of [...written.mentioned].entries()) {
        await tx.insertInto('mentions').values({ entry_id: written.id, user_id: userId, position }).execute();
      }
    }
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
