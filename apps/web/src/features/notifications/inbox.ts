import type { Notification } from '@plaza/contract';
import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';
import { useToasts } from '../../ui/toasts.js';
import type { NotificationFilter } from '../explore/explore-search.js';
import { unreadQuery } from './unread.js';

export const inboxKey = ['notifications'] as const;

export function inboxQuery(type: NotificationFilter | undefined) {
  return infiniteQueryOptions({
    queryKey: [...inboxKey, type ?? 'all'],
    queryFn: ({ pageParam }) =>
      plaza.notifications.list({ query: { ...(type && { type }), ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

type Marked = { ids: Notification['id'][] } | { upTo: Notification['id'] };

export function useMarkRead(): (marked: Marked) => void {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { mutate } = useMutation({
    mutationFn: (marked: Marked) => plaza.notifications.read({ body: marked }),
    onSuccess: (unread) => {
      queryClient.setQueryData(unreadQuery.queryKey, unread);
      void queryClient.invalidateQueries({ queryKey: inboxKey });
    },
    onError: toasts.complain,
  });
  return mutate;
}
