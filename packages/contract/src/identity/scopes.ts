export const identityScopes = {
  account: 'Manage the account, its sessions and its security',
  'profile:read': 'Read profiles',
  'profile:write': 'Change the own profile',
} as const;
