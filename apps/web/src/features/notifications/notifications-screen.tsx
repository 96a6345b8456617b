import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CheckCheck } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { refreshQueries } from '../../client/cache.js';
import { itemsOf } from '../../client/lists.js';
import { useEvent, useGap } from '../../client/realtime.js';
import { Button } from '../../ui/button.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { Screen } from '../../ui/screen.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { Tabs, tabClass } from '../../ui/tabs.js';
import { FollowRequests } from './follow-requests.js';
import { inboxKey, inboxQuery, useMarkRead } from './inbox.js';
import { notificationFilters } from './notification-filters.js';
import { NotificationRow } from './notification-row.js';
import styles from './notifications-screen.module.css';
import { useUnread } from './unread.js';

const route = getRouteApi('/signed-in/notifications');

/** What happened that concerns the viewer, the latest first. */
export function NotificationsScreen() {
  const text = useText();
  const queryClient = useQueryClient();
  const { type } = route.useSearch();
  const inbox = useInfiniteQuery(inboxQuery(type));
  const items = itemsOf(inbox.data);
  const read = useMarkRead();
  const unread = useUnread();
  const refresh = () => refreshQueries(queryClient, inboxKey);
  useGap(refresh);
  useEvent('notification.created', refresh);
  useEvent('notification.read', refresh);
  const newest = items[0];
  return (
    <Screen
      title={text.navigation.notifications}
      header={
        <header className={styles.header}>
          <h1 className={styles.title}>{text.navigation.notifications}</h1>
          {newest && !type && unread.notifications > 0 && (
            <Button look="quiet" onClick={() => read({ upTo: newest.id })}>
              <CheckCheck size={16} aria-hidden="true" />
              {text.notifications.readAll}
            </Button>
          )}
        </header>
      }
    >
      <Tabs label={text.notifications.filter}>
        <Link to="/notifications" className={tabClass} aria-current={type ? undefined : 'page'}>
          {text.notifications.all}
        </Link>
        {notificationFilters.map((choice) => (
          <Link
            key={choice}
            to="/notifications"
            search={{ type: choice }}
            className={tabClass}
            aria-current={choice === type ? 'page' : undefined}
          >
            {text.notifications.filters[choice]}
          </Link>
        ))}
      </Tabs>
      {!type && <FollowRequests />}
      {inbox.isPending && <ListSkeleton />}
      {inbox.error && items.length === 0 && (
        <ErrorMessage error={inbox.error} retry={() => void inbox.refetch()} />
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
