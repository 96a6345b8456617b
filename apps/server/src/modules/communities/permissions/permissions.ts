import { type PermissionName, permissionNames, type RoleId, type UserId } from '@plaza/contract';

/** Each permission as its bit. */
export const bit = Object.fromEntries(
  permissionNames.map((name, index) => [name, 1n << BigInt(index)]),
) as Record<PermissionName, bigint>;

export const ALL_PERMISSIONS = (1n << BigInt(permissionNames.length)) - 1n;
export const ADMINISTRATOR = bit.administrator;
/** What a timed-out member keeps, and what a public community shows to those who are not members. */
export const READING = bit.view_channel | bit.read_history;
/** The permissions of a direct channel's members while they may write to each other. */
export const DIRECT_PERMISSIONS = 0b111_1111n;
/** Permissions that mean nothing without `send_messages`. */
export const NEED_SEND_MESSAGES = bit.attach_media | bit.mention_everyone;
/** What nobody has, not even the owner, in an archived channel or a read-only community. */
const WRITING =
  bit.send_messages |
  bit.send_in_threads |
  bit.create_threads |
  bit.attach_media |
  bit.add_reactions |
  bit.mention_everyone |
  bit.use_voice_text |
  bit.create_entries |
  bit.comment_entries |
  bit.vote_entries;

export interface RankedRole {
  id: RoleId;
  /** 0 is `@everyone`. */
  position: number;
  permissions: bigint;
}

/** One person's relation to one community: owner, member, non-member or banned. */
export type Membership = {
  userId: UserId | null;
  everyone: RankedRole;
} & (
  | { kind: 'owner' | 'member'; roles: RankedRole[]; isTimedOut: boolean }
  | { kind: 'nonMember'; seesInside: boolean }
  | { kind: 'banned' }
);

export type OverwriteRule = { allow: bigint; deny: bigint } & ({ roleId: RoleId } | { userId: UserId });

/** The rule that decided about one permission. */
export type VerdictRule =
  | 'owner'
  | 'administrator'
  | `role:${RoleId}`
  | 'overwrite:everyone'
  | `overwrite:role:${RoleId}`
  | 'overwrite:member'
  | 'implied'
  | 'timeout'
  | 'not_member'
  | 'banned'
  | 'none';

export interface Verdict {
  permission: PermissionName;
  allowed: boolean;
  rule: VerdictRule;
}

export function holds(permissions: bigint, wanted: bigint): boolean {
  return (permissions & wanted) === wanted;
}

/** What a person may do in the community itself. */
export function communityPermissions(membership: Membership): bigint {
  if (hasAll(membership)) return ALL_PERMISSIONS;
  return rolePermissions(membership) & leftBy(membership);
}

/** What a person may do in a channel with these overwrites; those of roles the person does not have change nothing. */
export function channelPermissions(membership: Membership, overwrites: OverwriteRule[]): bigint {
  if (hasAll(membership)) return ALL_PERMISSIONS;
  const decided = stepsFor(membership, overwrites).reduce(
    (permissions, { allow, deny }) => (permissions & ~deny) | allow,
    rolePermissions(membership),
  );
  return withoutImplied(decided) & leftBy(membership);
}

/** The verdict on every permission in a channel, with the rule that decided it. */
export function explain(membership: Membership, overwrites: OverwriteRule[]): Verdict[] {
  const permissions = channelPermissions(membership, overwrites);
  const decisive = decisiveRule(membership, overwrites);
  return permissionNames.map((permission) => ({
    permission,
    allowed: holds(permissions, bit[permission]),
    rule: decisive(bit[permission]),
  }));
}

/** What is left of a set where nobody may write: an archived channel, a read-only community. */
export function withoutWriting(permissions: bigint): bigint {
  return permissions & ~WRITING;
}

/** The verdicts where nobody may write. */
export function explainWithoutWriting(verdicts: Verdict[]): Verdict[] {
  return verdicts.map((verdict) =>
    verdict.allowed && holds(WRITING, bit[verdict.permission])
      ? { ...verdict, allowed: false, rule: 'implied' }
      : verdict,
  );
}

/** The position of the highest role; the owner ranks above all. */
export function topPosition(membership: Membership): number {
  if (membership.kind === 'owner') return Number.POSITIVE_INFINITY;
  return rolesHeld(membership).reduce((top, role) => Math.max(top, role.position), 0);
}

/** Whether `actor` outranks `target`: the hierarchy behind every act on a member. Nobody outranks themselves. */
export function outranks(actor: Membership, target: Membership): boolean {
  if (target.kind === 'owner' || actor.userId === target.userId) return false;
  return topPosition(actor) > topPosition(target);
}

/** By ownership or administrator: no overwrite and no timeout takes anything away. */
export function hasAll(membership: Membership): boolean {
  if (membership.kind === 'owner') return true;
  return membership.kind === 'member' && holds(rolePermissions(membership), ADMINISTRATOR);
}

/** The same person after a role, `@everyone` too, allows something else. */
export function withRolePermissions(membership: Membership, roleId: RoleId, permissions: bigint): Membership {
  const changed = (role: RankedRole) => (role.id === roleId ? { ...role, permissions } : role);
  const everyone = changed(membership.everyone);
  return 'roles' in membership
    ? { ...membership, everyone, roles: membership.roles.map(changed) }
    : { ...membership, everyone };
}

/** The same person after a role is gone. */
export function withoutRole(membership: Membership, roleId: RoleId): Membership {
  if (!('roles' in membership)) return membership;
  return { ...membership, roles: membership.roles.filter((role) => role.id !== roleId) };
}

interface Step {
  allow: bigint;
  deny: bigint;
  rule: (permission: bigint) => VerdictRule;
}

/** `@everyone`, then all roles together, then the member: allow after deny within each. */
function stepsFor(membership: Membership, overwrites: OverwriteRule[]): Step[] {
  const ofRoles = rolesHeld(membership).flatMap((role) =>
    overwrites.filter((overwrite) => isForRole(overwrite, role.id)).map(withRole(role.id)),
  );
  const isMember = membership.kind === 'member';
  return [
    ...overwrites
      .filter((overwrite) => isForRole(overwrite, membership.everyone.id))
      .map(({ allow, deny }) => ({ allow, deny, rule: () => 'overwrite:everyone' as const })),
    {
      allow: union(ofRoles.map(({ allow }) => allow)),
      deny: union(ofRoles.map(({ deny }) => deny)),
      rule: (permission) => {
        const allowing = ofRoles.find(({ allow }) => holds(allow, permission));
        const denying = ofRoles.find(({ deny }) => holds(deny, permission));
        const decisive = allowing ?? denying;
        return decisive ? `overwrite:role:${decisive.roleId}` : 'none';
      },
    },
    ...overwrites
      .filter((overwrite) => isMember && 'userId' in overwrite && overwrite.userId === membership.userId)
      .map(({ allow, deny }) => ({ allow, deny, rule: () => 'overwrite:member' as const })),
  ];
}

function decisiveRule(
  membership: Membership,
  overwrites: OverwriteRule[],
): (permission: bigint) => VerdictRule {
  if (membership.kind === 'owner') return () => 'owner';
  if (membership.kind === 'banned') return () => 'banned';
  if (hasAll(membership)) return () => 'administrator';
  const steps = stepsFor(membership, overwrites);
  const decided = steps.reduce(
    (permissions, { allow, deny }) => (permissions & ~deny) | allow,
    rolePermissions(membership),
  );
  const implied = withoutImplied(decided);
  return (permission) => {
    if (!holds(leftBy(membership), permission)) {
      if (membership.kind === 'nonMember') return 'not_member';
      if (holds(implied, permission)) return 'timeout';
    }
    if (holds(decided, permission) && !holds(implied, permission)) return 'implied';
    const last = steps.findLast(({ allow, deny }) => holds(allow | deny, permission));
    return last ? last.rule(permission) : givingRole(membership, permission);
  };
}

function givingRole(membership: Membership, permission: bigint): VerdictRule {
  const giving = [membership.everyone, ...rolesHeld(membership)].find((role) =>
    holds(role.permissions, permission),
  );
  return giving ? `role:${giving.id}` : 'none';
}

/** From the highest down, so that an explanation names the same one whatever order they were read in. */
function rolesHeld(membership: Membership): RankedRole[] {
  return 'roles' in membership ? membership.roles.toSorted((a, b) => b.position - a.position) : [];
}

function rolePermissions(membership: Membership): bigint {
  return membership.everyone.permissions | union(rolesHeld(membership).map((role) => role.permissions));
}

function leftBy(membership: Membership): bigint {
  switch (membership.kind) {
    case 'owner':
      return ALL_PERMISSIONS;
    case 'member':
      return membership.isTimedOut ? READING : ALL_PERMISSIONS;
    case 'nonMember':
      return membership.seesInside ? READING : 0n;
    case 'banned':
      return 0n;
  }
}

function withoutImplied(permissions: bigint): bigint {
  if (!holds(permissions, bit.view_channel)) return 0n;
  return holds(permissions, bit.send_messages) ? permissions : permissions & ~NEED_SEND_MESSAGES;
}

function isForRole(overwrite: OverwriteRule, roleId: RoleId): boolean {
  return 'roleId' in overwrite && overwrite.roleId === roleId;
}

function withRole(roleId: RoleId) {
  return ({ allow, deny }: OverwriteRule) => ({ allow, deny, roleId });
}

function union(sets: bigint[]): bigint {
  return sets.reduce((all, set) => all | set, 0n);
}
