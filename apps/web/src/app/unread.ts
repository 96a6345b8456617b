import type { UnreadSummary } from '@plaza/contract';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { plaza } from './plaza.js';
import { useEvent } from './realtime.js';
import { useViewer } from './viewer.js';

export const unreadQuery = queryOptions({
  queryKey: ['unread'],
  queryFn: () => plaza.notifications.unread(),
});

const nothing: UnreadSummary = { notifications: 0, directChannels: 0 };

/** What waits to be read, moving by itself. */
export function useUnread(): UnreadSummary {
  const viewer = useViewer();
  const queryClient = useQueryClient();
  const { data } = useQuery({ ...unreadQuery, enabled: viewer !== null });
  useEvent('ready', ({ unread }) => queryClient.setQueryData(unreadQuery.queryKey, unread));
  useEvent('notification.created', ({ unread }) => queryClient.setQueryData(unreadQuery.queryKey, unread));
  useEvent('notification.read', (unread) => queryClient.setQueryData(unreadQuery.queryKey, unread));
  return data ?? nothing;
}
