export const notificationScopes = {
  'notifications:read': 'Read notifications',
  'notifications:write': 'Mark notifications as read',
} as const;
