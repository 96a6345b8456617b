export const communityScopes = {
  'communities:read': 'Read communities, channels and roles',
  'communities:write': 'Create, join and manage communities',
} as const;
