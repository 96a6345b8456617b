export const graphNotificationKinds = ['follow', 'follow_request', 'follow_accepted'] as const;
