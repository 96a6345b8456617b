import type { UnreadSummary } from '@plaza/contract';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';
import { useEvent } from '../../client/realtime.js';
import { useViewer } from '../../client/viewer.js';

export const unreadQuery = queryOptions({
  queryKey: ['unread'],
  queryFn: () => plaza.notifications.unread(),
  staleTime: Number.POSITIVE_INFINITY,
});

const nothing: UnreadSummary = { notifications: 0, directChannels: 0 };

/** What waits to be read. */
export function useUnread(): UnreadSummary {
  const viewer = useViewer();
  const { data } = useQuery({ ...unreadQuery, enabled: viewer !== null });
  return data ?? nothing;
}

/** Keeps the counts up to date; mounted once. */
export function useLiveUnread(): void {
  const queryClient = useQueryClient();
  const keep = (unread: UnreadSummary) => queryClient.setQueryData(unreadQuery.queryKey, unread);
  useEvent('ready', ({ unread }) => keep(unread));
  useEvent('notification.created', ({ unread }) => keep(unread));
  useEvent('notification.read', keep);
}
