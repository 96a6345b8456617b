import type { OverwriteRule, Standing } from '../../communities/index.js';

/** Equal for people of one community whom these rules cannot tell apart: what they may do is decided once for all of them. */
export function likeness(standing: Standing, rules: OverwriteRule[]): string {
  const isNamed = rules.some((rule) => 'userId' in rule && rule.userId === standing.userId);
  if (!('roles' in standing)) return standing.kind;
  const roles = standing.roles.map((role) => role.id).toSorted();
  return [standing.kind, standing.isTimedOut, isNamed ? standing.userId : '', ...roles].join(' ');
}
