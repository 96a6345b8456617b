import { RoleId, UserId } from '@plaza/contract';
import type { Membership, OverwriteRule, RankedRole } from './permissions.js';

const uuid = (kind: number, index: number) =>
  `01980000-0000-7000-800${kind}-${String(index).padStart(12, '0')}`;
export const roleId = (index: number) => RoleId.parse(uuid(0, index));
export const userId = (index: number) => UserId.parse(uuid(1, index));

export const bits = (...numbers: number[]) =>
  numbers.reduce((set, number) => set | (1n << BigInt(number)), 0n);
export const role = (index: number, permissions = 0n): RankedRole => ({
  id: roleId(index),
  position: index,
  permissions,
});
const ada = userId(0);

export const member = ({
  everyone = bits(0, 1, 2),
  roles = [] as RankedRole[],
  isTimedOut = false,
  user = ada,
} = {}): Membership => ({ kind: 'member', userId: user, everyone: role(0, everyone), roles, isTimedOut });
export const owner: Membership = { ...member({ everyone: 0n }), kind: 'owner', roles: [], isTimedOut: true };
export const stranger = (seesInside: boolean, everyone = bits(0, 1, 2)): Membership => ({
  kind: 'nonMember',
  userId: null,
  everyone: role(0, everyone),
  seesInside,
});
export const banned: Membership = { kind: 'banned', userId: ada, everyone: role(0, bits(0, 1, 2)) };

export const forRole = (index: number, change: { allow?: bigint; deny?: bigint }): OverwriteRule => ({
  roleId: roleId(index),
  allow: 0n,
  deny: 0n,
  ...change,
});
export const forEveryone = (change: { allow?: bigint; deny?: bigint }) => forRole(0, change);
export const forMember = (change: { allow?: bigint; deny?: bigint }): OverwriteRule => ({
  userId: ada,
  allow: 0n,
  deny: 0n,
  ...change,
});
