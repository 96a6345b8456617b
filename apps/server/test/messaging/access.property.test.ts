import {
  type ChannelId,
  ChannelPermissions,
  type CommunityId,
  permissionNames,
  type UserId,
} from '@plaza/contract';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bit,
  channelPermissions,
  holds,
  type Membership,
  type OverwriteRule,
  type RankedRole,
} from '../../src/modules/communities/permissions/permissions.js';
import { ChannelSubscriptions } from '../../src/modules/messaging/channels/channel-subscriptions.js';
import { ChannelsQueries } from '../../src/modules/messaging/channels/channels.queries.js';
import { Ids } from '../../src/platform/ids/ids.js';
import type { PersonalFrame } from '../../src/platform/realtime/effects.js';
import { World } from '../support/world.js';

const WORLDS = 250;
const PEOPLE = 5;
const MOST_ROLES = 4;

let world: World;
let channels: ChannelsQueries;
let subscriptions: ChannelSubscriptions;
let people: UserId[];
let nextId: <Id extends string>() => Id;

beforeAll(async () => {
  world = await World.open();
  const { app } = world.server;
  channels = app.get(ChannelsQueries, { strict: false });
  subscriptions = app.get(ChannelSubscriptions, { strict: false });
  const ids = app.get(Ids, { strict: false });
  nextId = () => ids.next();
  people = (await world.people(PEOPLE)).map(({ id }) => id);
});

/** Low bits decide about much, so they come up often. */
const permissionSet = fc
  .tuple(
    fc.integer({ min: 0, max: 0b111 }),
    fc.bigInt({ min: 0n, max: (1n << BigInt(permissionNames.length)) - 1n }),
    fc.boolean(),
  )
  .map(([low, all, isWide]) => (isWide ? (all & ~bit.administrator) | BigInt(low) : BigInt(low)));
const overwrite = fc
  .record({ target: fc.nat({ max: MOST_ROLES + PEOPLE }), allow: permissionSet, deny: permissionSet })
  .map(({ target, allow, deny }) => ({ target, allow, deny: deny & ~allow }));

const person = fc.record({
  kind: fc.constantFrom('member' as const, 'member' as const, 'banned' as const, 'stranger' as const),
  roles: fc.uniqueArray(fc.nat({ max: MOST_ROLES - 1 })),
  isTimedOut: fc.boolean(),
});

const sketch = fc.record({
  visibility: fc.constantFrom('public' as const, 'private' as const, 'secret' as const),
  everyone: permissionSet,
  roles: fc.array(
    fc.record({ permissions: permissionSet, isAdmin: fc.boolean(), rare: fc.nat({ max: 5 }) }),
    {
      maxLength: MOST_ROLES,
    },
  ),
  people: fc.tuple(person, person, person, person),
  channels: fc.array(
    fc.record({
      rules: fc.uniqueArray(overwrite, { selector: ({ target }) => target, maxLength: 6 }),
      /** Of the channels drawn before it. */
      parent: fc.option(fc.nat()),
      inherits: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

interface MadeChannel {
  id: ChannelId;
  parentId: ChannelId | null;
  overwritesFrom: ChannelId | null;
  /** Written down for it; those of a channel that inherits must not count. */
  rules: OverwriteRule[];
}

interface Made {
  communityId: CommunityId;
  memberships: Map<UserId | null, Membership>;
  channels: MadeChannel[];
}

/** Writes the sketch into the database, and says the same in terms of the pure function. The first person owns it. */
async function make(drawn: typeof sketch extends fc.Arbitrary<infer Sketch> ? Sketch : never): Promise<Made> {
  const communityId = nextId<CommunityId>();
  const [ownerId, ...others] = people as [UserId, ...UserId[]];
  const everyone: RankedRole = { id: nextId(), position: 0, permissions: drawn.everyone };
  const roles = drawn.roles.map(
    ({ permissions, isAdmin, rare }, index): RankedRole => ({
      id: nextId(),
      position: index + 1,
      permissions: isAdmin && rare === 0 ? permissions | bit.administrator : permissions,
    }),
  );
  const memberships = new Map<UserId | null, Membership>();
  const stranger = { everyone, kind: 'nonMember', seesInside: drawn.visibility === 'public' } as const;
  memberships.set(null, { ...stranger, userId: null });
  memberships.set(ownerId, { userId: ownerId, everyone, kind: 'owner', roles: [], isTimedOut: false });
  for (const [index, { kind, roles: held, isTimedOut }] of drawn.people.entries()) {
    const userId = others[index] as UserId;
    if (kind === 'stranger') memberships.set(userId, { ...stranger, userId });
    else if (kind === 'banned') memberships.set(userId, { userId, everyone, kind: 'banned' });
    else {
      const own = held.flatMap((index) => roles[index] ?? []);
      memberships.set(userId, { userId, everyone, kind: 'member', roles: own, isTimedOut });
    }
  }
  const channels: MadeChannel[] = [];
  for (const { rules, parent, inherits } of drawn.channels) {
    const above = parent === null ? undefined : channels[parent % Math.max(channels.length, 1)];
    channels.push({
      id: nextId<ChannelId>(),
      parentId: above?.id ?? null,
      overwritesFrom: above && inherits ? (above.overwritesFrom ?? above.id) : null,
      rules: rules.flatMap(({ target, allow, deny }): OverwriteRule[] => {
        const role = target === 0 ? everyone : roles[target - 1];
        if (target <= MOST_ROLES) return role ? [{ roleId: role.id, allow, deny }] : [];
        return [{ userId: people[target - MOST_ROLES - 1] as UserId, allow, deny }];
      }),
    });
  }
  const made = { communityId, memberships, channels };
  await write(made, drawn.visibility, ownerId, [everyone, ...roles]);
  return made;
}

async function write(
  { communityId, memberships, channels }: Made,
  visibility: string,
  ownerId: UserId,
  roles: RankedRole[],
): Promise<void> {
  const members = [...memberships.values()].filter((membership) => 'roles' in membership);
  const held = members.flatMap((member) => member.roles.map(({ id }) => [member.userId, id]));
  const rules = channels.flatMap(({ id, rules }) => rules.map((rule) => ({ channelId: id, ...rule })));
  await world.rows(
    `insert into communities (id, kind, name, handle, visibility, join_policy, owner_id, created_at)
     values ($1, 'guild', 'World', $4, $2, 'open', $3, now())`,
    [communityId, visibility, ownerId, communityId.slice(-30)],
  );
  await world.rows(
    `with banned as (
       insert into bans (community_id, user_id, created_at) select $1::uuid, unnest($5::uuid[]), now()
     ), out as (
       insert into timeouts (community_id, user_id, until)
       select $1::uuid, unnest($6::uuid[]), now() + interval '1 hour'
     ), joined as (
       insert into members (community_id, user_id, joined_at) select $1::uuid, unnest($7::uuid[]), now()
     ), opened as (
       insert into channels (id, type, community_id, name, created_at, parent_id, overwrites_from)
       select c.id, 'text', $1::uuid, 'Channel', now(), c.parent_id, c.overwrites_from
       from unnest($8::uuid[], $9::uuid[], $10::uuid[]) as c (id, parent_id, overwrites_from)
     )
     insert into roles (id, community_id, name, position, permissions, is_everyone, created_at)
     select r.id, $1::uuid, 'Role', r.position, r.permissions, r.position = 0, now()
     from unnest($2::uuid[], $3::int[], $4::bigint[]) as r (id, position, permissions)`,
    [
      communityId,
      roles.map(({ id }) => id),
      roles.map(({ position }) => position),
      roles.map(({ permissions }) => String(permissions)),
      [...memberships.values()].filter(({ kind }) => kind === 'banned').map(({ userId }) => userId),
      members.filter(({ isTimedOut }) => isTimedOut).map(({ userId }) => userId),
      members.map(({ userId }) => userId),
      channels.map(({ id }) => id),
      channels.map(({ parentId }) => parentId),
      channels.map(({ overwritesFrom }) => overwritesFrom),
    ],
  );
  await world.rows(
    `with given as (
       insert into member_roles (community_id, user_id, role_id)
       select $1::uuid, h.user_id, h.role_id from unnest($2::uuid[], $3::uuid[]) as h (user_id, role_id)
     )
     insert into overwrites (channel_id, target_type, role_id, user_id, allow, deny)
     select o.channel_id, case when o.role_id is null then 'member' else 'role' end, o.role_id, o.user_id, o.allow, o.deny
     from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::bigint[], $8::bigint[])
       as o (channel_id, role_id, user_id, allow, deny)`,
    [
      communityId,
      held.map(([userId]) => userId),
      held.map(([, roleId]) => roleId),
      rules.map(({ channelId }) => channelId),
      rules.map((rule) => ('roleId' in rule ? rule.roleId : null)),
      rules.map((rule) => ('userId' in rule ? rule.userId : null)),
      rules.map(({ allow }) => String(allow)),
      rules.map(({ deny }) => String(deny)),
    ],
  );
}

const sorted = (entries: Iterable<readonly [string, unknown]>) =>
  [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The rules that count in a channel. */
function applyingIn({ id, overwritesFrom }: MadeChannel, channels: MadeChannel[]): OverwriteRule[] {
  return channels.find((channel) => channel.id === (overwritesFrom ?? id))?.rules ?? [];
}

describe('the SQL of who may do what in a channel', () => {
  it('says the same as the pure function in random worlds, for one, for many, and for live topics', async () => {
    await fc.assert(
      fc.asyncProperty(sketch, async (drawn) => {
        const { communityId, memberships, channels: made } = await make(drawn);
        const pairs = people.flatMap((userId) => made.map(({ id }) => ({ userId, channelId: id })));
        const [source] = made as [MadeChannel];
        const [subscribed, viewable, frames, framesOfSource] = await Promise.all([
          subscriptions.of(people, 2000),
          channels.viewableBy(pairs),
          subscriptions.permissionFrames(communityId, people),
          subscriptions.permissionFrames(communityId, people, source.id),
        ]);
        for (const [userId, membership] of memberships) {
          const permissions = made
            .map((channel) => [channel, channelPermissions(membership, applyingIn(channel, made))] as const)
            .filter(([, set]) => holds(set, bit.view_channel));
          const expected = sorted(permissions.map(([{ id }, set]) => [id, set]));
          const listed = await channels.ofCommunity({ userId } as { userId: null }, communityId);
          expect(sorted(listed.map((row) => [row.id, row.permissions]))).toEqual(expected);
          if (userId === null) continue;

          const own = viewable.filter((row) => row.user_id === userId);
          expect(sorted(own.map((row) => [row.id, row.permissions]))).toEqual(expected);
          const sent = (given: PersonalFrame[]) =>
            sorted(given.filter(({ users }) => users.includes(userId)).map(permissionsIn));
          expect(sent(frames)).toEqual(expected);
          const affected = permissions.filter(([{ id, overwritesFrom }]) =>
            [id, overwritesFrom].includes(source.id),
          );
          expect(sent(framesOfSource)).toEqual(sorted(affected.map(([{ id }, set]) => [id, set])));
          const topics = subscribed.get(userId) ?? [];
          expect(sorted(topics.map((row) => [row.channelId, row.permissions]))).toEqual(
            'roles' in membership ? expected : [],
          );
        }
        await world.rows(`delete from members where community_id = $1`, [communityId]);
      }),
      { numRuns: WORLDS },
    );
  }, 60_000);
});

function permissionsIn({ payload }: PersonalFrame): [string, bigint] {
  const { id, viewer } = ChannelPermissions.parse(payload);
  return [id, BigInt(viewer.permissions)];
}
