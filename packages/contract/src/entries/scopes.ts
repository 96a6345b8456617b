export const entryScopes = {
  'posts:read': 'Read posts, comments and feeds',
  'posts:write': 'Write, edit, delete and vote',
} as const;
