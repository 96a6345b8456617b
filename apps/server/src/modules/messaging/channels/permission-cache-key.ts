import type { Membership, OverwriteRule } from '../../communities/index.js';

/** Equal for people of one community whom these rules cannot tell apart: what they may do is decided once for all of them. */
export function permissionCacheKey(membership: Membership, rules: OverwriteRule[]): string {
  const isNamed = rules.some((rule) => 'userId' in rule && rule.userId === membership.userId);
  if (!('roles' in membership)) return membership.kind;
  const roles = membership.roles.map((role) => role.id).toSorted();
  return [membership.kind, membership.isTimedOut, isNamed ? membership.userId : '', ...roles].join(' ');
}
