import type { Notification, NotificationKind } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { listOptions } from '../../client/lists.js';
import { plaza } from '../../client/plaza.js';
import { useToasts } from '../../ui/toasts.js';
import { unreadQuery } from './unread.js';

export const inboxKey = ['notifications'] as const;

export function inboxQuery(type: NotificationKind | undefined) {
  return listOptions([...inboxKey, type ?? 'all'], (query) =>
    plaza.notifications.list({ query: { ...(type && { type }), ...query } }),
  );
}

type Marked = { ids: Notification['id'][] } | { upTo: Notification['id'] };

/** Marks notifications as read. */
export function useMarkRead(): (marked: Marked) => void {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { mutate } = useMutation({
    mutationFn: (marked: Marked) => plaza.notifications.read({ body: marked }),
    onSuccess: (unread) => {
      queryClient.setQueryData(unreadQuery.queryKey, unread);
      void queryClient.invalidateQueries({ queryKey: inboxKey });
    },
    onError: toasts.showError,
  });
  return mutate;
}
