import type { NotificationType, PostSort, TopWindow } from '@plaza/contract';

/** How public posts may be ranked, as the address of the screen says it. */
export const exploreSorts: PostSort[] = ['hot', 'new', 'top', 'best', 'rising', 'controversial'];
export const exploreWindows: TopWindow[] = ['hour', 'day', 'week', 'month', 'year', 'all'];

/** What of the inbox may be shown alone. */
export const notificationFilters = [
  'mention',
  'comment',
  'message',
  'follow',
] as const satisfies NotificationType[];
export type NotificationFilter = (typeof notificationFilters)[number];
