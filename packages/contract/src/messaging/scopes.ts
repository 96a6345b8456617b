export const messagingScopes = {
  'messages:read': 'Read messages',
  'messages:write': 'Write messages',
} as const;
