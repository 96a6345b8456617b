import type { NotificationKind } from '@plaza/contract';

/** Which notifications may be shown alone. */
export const notificationFilters = [
  'mention',
  'comment',
  'message',
  'follow',
] as const satisfies NotificationKind[];

/** Which ones the address asks for. */
export function filterIn(search: Record<string, unknown>): { type?: (typeof notificationFilters)[number] } {
  const type = notificationFilters.find((one) => one === search.type);
  return type ? { type } : {};
}
