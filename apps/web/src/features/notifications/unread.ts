import type { UnreadSummary } from '@plaza/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';
import type { LiveConnection } from '../../client/realtime.js';
import { useViewer } from '../../client/viewer.js';

export const unreadQuery = queryOptions({
  queryKey: ['unread'],
  queryFn: () => plaza.notifications.unread(),
  staleTime: Number.POSITIVE_INFINITY,
});

const nothing: UnreadSummary = { notifications: 0, directChannels: 0 };

/** How much the viewer has not read. */
export function useUnread(): UnreadSummary {
  const viewer = useViewer();
  const { data } = useQuery({ ...unreadQuery, enabled: viewer !== null });
  return data ?? nothing;
}

/** Keeps the counts up to date. */
export function unreadRealtime({ realtime, queryClient }: LiveConnection): void {
  const keep = (unread: UnreadSummary) => queryClient.setQueryData(unreadQuery.queryKey, unread);
  realtime.on('ready', ({ unread }) => keep(unread));
  realtime.on('notification.created', ({ unread }) => keep(unread));
  realtime.on('notification.read', keep);
}
