export const graphScopes = {
  'graph:read': 'Read follows and blocks',
  'graph:write': 'Follow and block',
} as const;
