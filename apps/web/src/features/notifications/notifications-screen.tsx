import type { Notification } from '@plaza/contract';
import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { plaza } from '../../app/plaza.js';
import { useEvent } from '../../app/realtime.js';
import { Screen } from '../../app/screen.js';
import { unreadQuery } from '../../app/unread.js';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { ListSkeleton } from '../../components/skeleton.js';
import { useToasts } from '../../components/toasts.js';
import { Trouble } from '../../components/trouble.js';
import { FollowRequests } from './follow-requests.js';
import { NotificationRow } from './notification-row.js';
import styles from './notifications-screen.module.css';

const inboxQuery = infiniteQueryOptions({
  queryKey: ['notifications'],
  queryFn: ({ pageParam }) =>
    plaza.notifications.list({ query: pageParam === '' ? {} : { cursor: pageParam } }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
});

export function NotificationsScreen() {
  const text = useText();
  const queryClient = useQueryClient();
  const inbox = useInfiniteQuery(inboxQuery);
  const items = inbox.data?.pages.flatMap((page) => page.items) ?? [];
  const read = useMarkRead();
  const lookAgain = () => void queryClient.invalidateQueries({ queryKey: inboxQuery.queryKey });
  useEvent('notification.created', lookAgain);
  useEvent('notification.read', lookAgain);
  const newest = items[0];
  return (
    <Screen
      title={text.navigation.notifications}
      header={
        <header className={styles.header}>
          <h1 className={styles.title}>{text.navigation.notifications}</h1>
          {newest && items.some((item) => !item.readAt) && (
            <Button look="quiet" onClick={() => read({ upTo: newest.id })}>
              <CheckCheck size={16} aria-hidden="true" />
              {text.notifications.readAll}
            </Button>
          )}
        </header>
      }
    >
      <FollowRequests />
      {inbox.isPending && <ListSkeleton />}
      {inbox.error && items.length === 0 && (
        <Trouble error={inbox.error} retry={() => void inbox.refetch()} />
      )}
      {inbox.isSuccess && items.length === 0 && <p className={styles.none}>{text.notifications.none}</p>}
      <ul className={styles.list}>
        {items.map((notification) => (
          <li key={notification.id}>
            <NotificationRow
              notification={notification}
              onOpen={() => !notification.readAt && read({ ids: [notification.id] })}
            />
          </li>
        ))}
      </ul>
      {inbox.hasNextPage && (
        <Button look="quiet" onClick={() => void inbox.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </Screen>
  );
}

type Marked = { ids: Notification['id'][] } | { upTo: Notification['id'] };

function useMarkRead(): (marked: Marked) => void {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { mutate } = useMutation({
    mutationFn: (marked: Marked) => plaza.notifications.read({ body: marked }),
    onSuccess: (unread) => {
      queryClient.setQueryData(unreadQuery.queryKey, unread);
      void queryClient.invalidateQueries({ queryKey: inboxQuery.queryKey });
    },
    onError: toasts.complain,
  });
  return mutate;
}
