import { type PermissionName, permissionNames } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import {
  ALL_PERMISSIONS,
  bit,
  channelPermissions,
  communityPermissions,
  explain,
  explainWithoutWriting,
  holds,
  type Membership,
  type OverwriteRule,
  outranks,
  READING,
  topPosition,
  withoutWriting,
} from './permissions.js';
import {
  banned,
  bits,
  forEveryone,
  forMember,
  forRole,
  member,
  owner,
  role,
  roleId,
  stranger,
  userId,
} from './permissions.samples.js';

const [R, S] = [1, 2];

describe('permissions in a channel', () => {
  const both = member({ roles: [role(R), role(S)] });
  const administrator = member({ roles: [role(R, bit.administrator)] });

  it.each<[string, Membership, OverwriteRule[], bigint]>([
    ['are those of everyone', member(), [], bits(0, 1, 2)],
    ['are denied to everyone', member(), [forEveryone({ deny: bits(2) })], bits(0, 1)],
    [
      'are allowed again to a role',
      member({ roles: [role(R)] }),
      [forEveryone({ deny: bits(2) }), forRole(R, { allow: bits(2) })],
      bits(0, 1, 2),
    ],
    [
      'are allowed after they are denied within the roles',
      both,
      [forRole(R, { allow: bits(2) }), forRole(S, { deny: bits(2) })],
      bits(0, 1, 2),
    ],
    [
      'are denied to the member at last',
      both,
      [forRole(R, { allow: bits(2) }), forRole(S, { deny: bits(2) }), forMember({ deny: bits(2) })],
      bits(0, 1),
    ],
    ['are none for who may not view it', member(), [forEveryone({ deny: bits(0) })], 0n],
    ['are all for an administrator', administrator, [forEveryone({ deny: bits(0) })], ALL_PERMISSIONS],
    [
      'are all for the owner',
      owner,
      [forEveryone({ deny: bits(0) }), forMember({ deny: bits(0) })],
      ALL_PERMISSIONS,
    ],
    [
      'are reading for who is timed out',
      member({ everyone: 0n, roles: [role(R, bits(0, 1, 2, 3, 4, 5, 6, 16))], isTimedOut: true }),
      [],
      bits(0, 1),
    ],
    [
      'are all for an administrator who is timed out',
      member({ roles: [role(R, bit.administrator)], isTimedOut: true }),
      [],
      ALL_PERMISSIONS,
    ],
    [
      'are no media and no calls to all without sending',
      member({ everyone: bits(0, 1, 5, 6, 7) }),
      [],
      bits(0, 1, 6),
    ],
    [
      'ignore the roles a member does not hold',
      member(),
      [forRole(R, { allow: bits(3), deny: bits(2) })],
      bits(0, 1, 2),
    ],
    ['are not all by an overwrite', member(), [forMember({ allow: bit.administrator })], bits(0, 1, 2, 31)],
    ['are reading for a stranger to a public community', stranger(true), [], READING],
    [
      'are none for a stranger where everyone may not view',
      stranger(true),
      [forEveryone({ deny: bits(0) })],
      0n,
    ],
    [
      'are none for a stranger, who has no overwrite of their own',
      stranger(true, bits(31)),
      [forMember({ allow: bits(0) })],
      0n,
    ],
    ['are none for a stranger to a private community', stranger(false), [], 0n],
    ['are none for who is banned', banned, [forMember({ allow: bits(0, 1) })], 0n],
  ])('%s', (_, membership, overwrites, expected) => {
    expect(channelPermissions(membership, overwrites)).toBe(expected);
  });
});

describe('permissions in a community', () => {
  it.each<[string, Membership, bigint]>([
    [
      'are those of everyone and each role',
      member({ roles: [role(R, bits(16)), role(S, bits(17))] }),
      bits(0, 1, 2, 16, 17),
    ],
    ['are all for an administrator', member({ roles: [role(R, bits(31))] }), ALL_PERMISSIONS],
    ['are all for the owner', owner, ALL_PERMISSIONS],
    ['are reading for who is timed out', member({ roles: [role(R, bits(24))], isTimedOut: true }), READING],
    ['are none for who is banned', banned, 0n],
  ])('%s', (_, membership, expected) => {
    expect(communityPermissions(membership)).toBe(expected);
  });
});

describe('an archived channel or a read-only community', () => {
  it('lets nobody write, and leaves looking after it', () => {
    const left = withoutWriting(ALL_PERMISSIONS);
    const gone = permissionNames.filter((name) => !holds(left, bit[name]));
    expect(gone).toEqual([
      'send_messages',
      'send_in_threads',
      'create_threads',
      'attach_media',
      'add_reactions',
      'mention_everyone',
      'use_voice_text',
      'create_entries',
      'comment_entries',
      'vote_entries',
    ]);
  });

  it('is the rule that decided what it takes', () => {
    const verdicts = new Map(
      explainWithoutWriting(explain(member(), [])).map(({ permission, ...verdict }) => [permission, verdict]),
    );
    expect(verdicts.get('send_messages')).toEqual({ allowed: false, rule: 'implied' });
    expect(verdicts.get('send_in_threads')).toEqual({ allowed: false, rule: 'none' });
    expect(verdicts.get('view_channel')).toEqual({ allowed: true, rule: `role:${roleId(0)}` });
  });
});

describe('an explanation names', () => {
  it.each<[string, Membership, OverwriteRule[], PermissionName, boolean, string]>([
    ['the owner', owner, [], 'ban_members', true, 'owner'],
    ['administrator', member({ roles: [role(R, bits(31))] }), [], 'speak', true, 'administrator'],
    [
      'the role that gives',
      member({ roles: [role(R, bits(16))] }),
      [],
      'manage_messages',
      true,
      `role:${roleId(R)}`,
    ],
    ['nothing where nobody gives', member(), [], 'ban_members', false, 'none'],
    ['everyone', member(), [forEveryone({ deny: bits(2) })], 'send_messages', false, 'overwrite:everyone'],
    [
      'the role that allows, over one that denies',
      member({ roles: [role(R), role(S)] }),
      [forRole(R, { allow: bits(4) }), forRole(S, { deny: bits(4) })],
      'create_threads',
      true,
      `overwrite:role:${roleId(R)}`,
    ],
    ['the member', member(), [forMember({ allow: bits(4) })], 'create_threads', true, 'overwrite:member'],
    [
      'what a missing view_channel implies',
      member(),
      [forEveryone({ deny: bits(0) })],
      'send_messages',
      false,
      'implied',
    ],
    ['what silence implies', member({ everyone: bits(0, 5) }), [], 'attach_media', false, 'implied'],
    ['a timeout', member({ isTimedOut: true }), [], 'send_messages', false, 'timeout'],
    ['what a timeout did not take', member({ isTimedOut: true }), [], 'ban_members', false, 'none'],
    ['membership outside', stranger(true), [], 'send_messages', false, 'not_member'],
    ['membership outside a private community', stranger(false), [], 'view_channel', false, 'not_member'],
    ['everyone to a stranger', stranger(true), [], 'view_channel', true, `role:${roleId(0)}`],
    ['a ban', banned, [], 'view_channel', false, 'banned'],
  ])('%s', (_, membership, overwrites, permission, allowed, rule) => {
    expect(explain(membership, overwrites)).toContainEqual({ permission, allowed, rule });
  });
});

describe('the hierarchy', () => {
  const low = member({ roles: [role(1)], user: userId(1) });
  const high = member({ roles: [role(1), role(3)], user: userId(3) });

  it('is that of the highest role held', () => {
    expect([owner, high, low, member(), stranger(true), banned].map(topPosition)).toEqual([
      Infinity,
      3,
      1,
      0,
      0,
      0,
    ]);
  });

  it('lets only a higher rank act, never on the owner, an equal or oneself', () => {
    expect(outranks(high, low)).toBe(true);
    expect(outranks(low, high)).toBe(false);
    expect(outranks(high, { ...high, userId: userId(4) })).toBe(false);
    expect(outranks(high, high)).toBe(false);
    expect(outranks(high, owner)).toBe(false);
    expect(outranks(owner, high)).toBe(true);
    expect(outranks(owner, owner)).toBe(false);
  });
});
