import { type PermissionName, permissionNames } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bit,
  channelPermissions,
  explain,
  holds,
  type Membership,
  type OverwriteRule,
  outranks,
  type RankedRole,
} from './permissions.js';
import {
  banned,
  bits,
  forMember,
  forRole,
  member,
  owner,
  role,
  stranger,
  userId,
} from './permissions.samples.js';

describe('in any world', () => {
  const set = fc
    .subarray([0, 1, 2, 5, 7, 16, 24])
    .map((numbers) => bits(...numbers))
    .chain((some) =>
      fc.oneof(
        { weight: 9, arbitrary: fc.constant(some) },
        { weight: 1, arbitrary: fc.constant(some | bits(31)) },
      ),
    );
  const change = fc.tuple(set, set).map(([allow, deny]) => ({ allow, deny: deny & ~allow }));
  const roles = fc
    .subarray([1, 2, 3, 4])
    .chain((indexes) =>
      fc.tuple(...indexes.map((index) => set.map((permissions) => role(index, permissions)))),
    );
  const membership: fc.Arbitrary<Membership> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .record({ everyone: set, roles, isTimedOut: fc.boolean() })
        .map((options) => member(options)),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.boolean(), set).map(([seesInside, everyone]) => stranger(seesInside, everyone)),
    },
    { weight: 1, arbitrary: fc.constantFrom(owner, banned) },
  );
  const overwrites: fc.Arbitrary<OverwriteRule[]> = fc
    .tuple(
      fc
        .subarray([0, 1, 2, 3, 4])
        .chain((indexes) => fc.tuple(...indexes.map((index) => change.map((c) => forRole(index, c))))),
      fc.array(change.map(forMember), { maxLength: 1 }),
      fc.array(
        change.map((c): OverwriteRule => ({ ...c, userId: userId(9) })),
        { maxLength: 1 },
      ),
    )
    .chain((lists) => fc.shuffledSubarray(lists.flat(), { minLength: lists.flat().length }));
  const world = fc.tuple(membership, overwrites);

  /** The rules read one permission at a time, as the reference states them. */
  function mayByTheBook(who: Membership, rules: OverwriteRule[], name: PermissionName): boolean {
    if (who.kind === 'owner') return true;
    if (who.kind === 'banned') return false;
    const held = [who.everyone, ...(who.kind === 'member' ? who.roles : [])];
    const isGiven = (wanted: PermissionName) =>
      held.some(({ permissions }) => holds(permissions, bit[wanted]));
    if (who.kind === 'member' && isGiven('administrator')) return true;
    const ofRole = ({ id }: RankedRole) => rules.filter((rule) => 'roleId' in rule && rule.roleId === id);
    const own = rules.filter(
      (rule) => who.kind === 'member' && 'userId' in rule && rule.userId === who.userId,
    );
    const isDecided = (wanted: PermissionName) =>
      [ofRole(who.everyone), held.slice(1).flatMap(ofRole), own].reduce((allowed, step) => {
        if (step.some(({ allow }) => holds(allow, bit[wanted]))) return true;
        return step.some(({ deny }) => holds(deny, bit[wanted])) ? false : allowed;
      }, isGiven(wanted));
    const isReading = name === 'view_channel' || name === 'read_history';
    const needsSending = name === 'attach_media' || name === 'mention_everyone';
    if (!isDecided('view_channel') || (needsSending && !isDecided('send_messages'))) return false;
    if (who.kind === 'nonMember' && !(who.seesInside && isReading)) return false;
    if (who.kind === 'member' && who.isTimedOut && !isReading) return false;
    return isDecided(name);
  }

  it('permissions are what the book says', () => {
    fc.assert(
      fc.property(world, ([who, rules]) => {
        const permissions = channelPermissions(who, rules);
        for (const name of permissionNames)
          expect(holds(permissions, bit[name])).toBe(mayByTheBook(who, rules, name));
      }),
      { numRuns: 1000 },
    );
  });

  it('the order of roles and overwrites does not matter', () => {
    fc.assert(
      fc.property(world, ([who, rules]) => {
        const turned = 'roles' in who ? { ...who, roles: who.roles.toReversed() } : who;
        expect(channelPermissions(turned, rules.toReversed())).toBe(channelPermissions(who, rules));
        expect(explain(turned, rules.toReversed())).toEqual(explain(who, rules));
      }),
    );
  });

  it('one more role takes nothing away unless an overwrite denies it', () => {
    fc.assert(
      fc.property(world, set, ([who, rules], permissions) => {
        fc.pre(who.kind === 'member');
        const before = channelPermissions(who, rules);
        const after = channelPermissions({ ...who, roles: [...who.roles, role(7, permissions)] }, rules);
        expect(after & before).toBe(before);
      }),
    );
  });

  it('one more permission allowed takes nothing away', () => {
    fc.assert(
      fc.property(world, fc.nat(), set, ([who, rules], at, more) => {
        const before = channelPermissions(who, rules);
        const widened = rules.map((rule, index) =>
          index === at % rules.length ? { ...rule, allow: rule.allow | more, deny: rule.deny & ~more } : rule,
        );
        expect(channelPermissions(who, widened) & before).toBe(before);
      }),
    );
  });

  it('the explanation is of the set, and by a rule that can decide so', () => {
    fc.assert(
      fc.property(world, ([who, rules]) => {
        const permissions = channelPermissions(who, rules);
        const verdicts = explain(who, rules);
        expect(verdicts.map(({ permission }) => permission)).toEqual(permissionNames);
        for (const { permission, allowed, rule } of verdicts) {
          expect(allowed).toBe(holds(permissions, bit[permission]));
          if (rule.startsWith('overwrite:')) {
            const sets = rulesNamed(rule, who, rules).map(({ allow, deny }) => (allowed ? allow : deny));
            expect(sets.some((some) => holds(some, bit[permission]))).toBe(true);
          } else if (rule.startsWith('role:')) {
            expect(allowed).toBe(true);
            const giving = [who.everyone, ...('roles' in who ? who.roles : [])].find(
              ({ id }) => rule === `role:${id}`,
            );
            expect(holds(giving?.permissions ?? 0n, bit[permission])).toBe(true);
          } else {
            expect(allowed).toBe(rule === 'owner' || rule === 'administrator');
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('nobody outranks themselves, no two outrank each other, and nobody outranks the owner', () => {
    fc.assert(
      fc.property(membership, membership, ({ ...one }, { ...other }) => {
        one.userId = userId(1);
        other.userId = userId(2);
        expect(outranks(one, one)).toBe(false);
        expect(outranks(one, other) && outranks(other, one)).toBe(false);
        expect(outranks(one, owner)).toBe(false);
      }),
    );
  });

  function rulesNamed(name: string, who: Membership, rules: OverwriteRule[]): OverwriteRule[] {
    return rules.filter((rule) => {
      if ('userId' in rule) return name === 'overwrite:member' && rule.userId === who.userId;
      return (
        name === (rule.roleId === who.everyone.id ? 'overwrite:everyone' : `overwrite:role:${rule.roleId}`)
      );
    });
  }
});
