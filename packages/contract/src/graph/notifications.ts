export const graphNotificationTypes = ['follow', 'follow_request', 'follow_accepted'] as const;
