import { invalidInput, ProblemError } from '../../platform/problems/problem-error.js';
import {
  ALL_PERMISSIONS,
  bit,
  communityPermissions,
  hasAll,
  holds,
  type Membership,
  outranks,
  topPosition,
} from './permissions/permissions.js';

/** Errors: `forbidden`. */
export function assertHolds(membership: Membership, permission: bigint): void {
  if (!holds(communityPermissions(membership), permission)) throw new ProblemError('forbidden');
}

/** Errors: `owner_required`. */
export function assertOwns(membership: Membership): void {
  if (membership.kind !== 'owner') throw new ProblemError('owner_required');
}

/** Errors: `forbidden` without the permission, `invalid_input` on oneself, `hierarchy` on a target of equal or higher rank. */
export function assertMayActOn(actor: Membership, target: Membership, permission: bigint): void {
  assertHolds(actor, permission);
  if (actor.userId === target.userId)
    throw invalidInput('userId', 'oneself', 'You cannot do this to yourself');
  assertOutranks(actor, target);
}

/** Errors: `hierarchy`; nobody outranks themselves. */
export function assertOutranks(actor: Membership, target: Membership): void {
  if (!outranks(actor, target)) throw new ProblemError('hierarchy');
}

/** Errors: `hierarchy` unless the actor's highest role is above this position. */
export function assertRanksAbove(actor: Membership, position: number): void {
  if (topPosition(actor) <= position) throw new ProblemError('hierarchy');
}

/** Nobody grants or takes what they lack themselves. Errors: `hierarchy`. */
export function assertWithin(held: bigint, changed: bigint): void {
  if ((changed & ~held) !== 0n) throw new ProblemError('hierarchy');
}

/** Whoever changes rights keeps the right to change them back, unless they said so. Errors: `would_lock_out`. */
export function assertStaysIn(permissionsAfter: bigint, needed: bigint, isConfirmed: boolean): void {
  if (!isConfirmed && !holds(permissionsAfter, needed)) throw new ProblemError('would_lock_out');
}

/** Errors: `forbidden`, `hierarchy`. */
export function assertMayRename(actor: Membership, target: Membership): void {
  const held = communityPermissions(actor);
  if (actor.userId === target.userId) {
    if (!holds(held, bit.change_nickname) && !holds(held, bit.manage_nicknames)) {
      throw new ProblemError('forbidden');
    }
    return;
  }
  assertMayActOn(actor, target, bit.manage_nicknames);
}

/** Errors: `forbidden`, `invalid_input` on oneself, `hierarchy` also for those whom no time-out can touch. */
export function assertMayTimeOut(actor: Membership, target: Membership): void {
  assertMayActOn(actor, target, bit.timeout_members);
  if (hasAll(target)) throw new ProblemError('hierarchy');
}

/** The members and roles of a public community are there for all, those of others for members. Errors: `not_found`. */
export function assertSeesInside(membership: Membership): void {
  if (membership.kind === 'nonMember' && !membership.seesInside) throw new ProblemError('not_found');
}

export function isMember(membership: Membership): boolean {
  return membership.kind === 'member' || membership.kind === 'owner';
}

/** A set as it came over the wire. Errors: `invalid_input` for bits that mean nothing. */
export function readPermissions(value: string, path: string): bigint {
  const set = BigInt(value);
  if ((set & ~ALL_PERMISSIONS) !== 0n) {
    throw invalidInput(path, 'unknown_permission', 'Holds permissions that do not exist');
  }
  return set;
}

/** What a new member can do: take part, and look after nothing. */
export const everydayPermissions =
  bit.view_channel |
  bit.read_history |
  bit.send_messages |
  bit.send_in_threads |
  bit.create_threads |
  bit.attach_media |
  bit.add_reactions |
  bit.use_voice_text |
  bit.connect_voice |
  bit.speak |
  bit.create_entries |
  bit.comment_entries |
  bit.vote_entries |
  bit.change_nickname;
