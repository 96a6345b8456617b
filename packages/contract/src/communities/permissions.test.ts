import { describe, expect, it } from 'vitest';
import { PermissionSet } from '../scalars.js';
import { permissionNames, permissionSet, permissionsIn } from './permissions.js';

describe('a permission set', () => {
  it('is written as a decimal number with a bit for each permission', () => {
    expect(permissionSet([])).toBe('0');
    expect(permissionSet(['send_messages', 'view_channel', 'view_channel'])).toBe('5');
    expect(permissionSet(['administrator'])).toBe('2147483648');
    expect(PermissionSet.parse(permissionSet(permissionNames))).toBe('4294967295');
  });

  it('is read in bit order, and bits that mean nothing are passed over', () => {
    expect(permissionsIn('2147483653')).toEqual(['view_channel', 'send_messages', 'administrator']);
    expect(permissionsIn('18446744073709551615')).toEqual(permissionNames);
    expect(permissionsIn(permissionSet(permissionNames))).toEqual(permissionNames);
  });
});
