import type { Notification } from '@plaza/contract';
import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { NotificationFilter } from '../../app/list-choices.js';
import { plaza } from '../../app/plaza.js';
import { unreadQuery } from '../../app/unread.js';
import { useToasts } from '../../components/toasts.js';

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
