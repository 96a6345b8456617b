import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { useEvent } from '../../client/realtime.js';
import { Button } from '../../ui/button.js';
import { PersonRow } from '../../ui/person.js';
import { useToasts } from '../../ui/toasts.js';
import styles from './notifications-screen.module.css';

const requestsQuery = queryOptions({
  queryKey: ['follow-requests'],
  queryFn: () => plaza.graph.followRequests(),
});

/** Who asks to follow a private account. */
export function FollowRequests() {
  const text = useText().notifications;
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { data } = useQuery(requestsQuery);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: requestsQuery.queryKey });
  useEvent('notification.created', ({ notification }) => {
    if (notification.type === 'follow_request') refresh();
  });
  const answer = useMutation({
    mutationFn: ({ userId, isYes }: { userId: string; isYes: boolean }) =>
      isYes
        ? plaza.graph.acceptFollowRequest({ params: { userId } })
        : plaza.graph.rejectFollowRequest({ params: { userId } }),
    onSettled: refresh,
    onError: toasts.showError,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.requests}>
      <h2>{text.requests}</h2>
      {data.items.map(({ user }) => (
        <PersonRow key={user.id} person={user}>
          <Button look="primary" onClick={() => answer.mutate({ userId: user.id, isYes: true })}>
            {text.accept}
          </Button>
          <Button look="quiet" onClick={() => answer.mutate({ userId: user.id, isYes: false })}>
            {text.reject}
          </Button>
        </PersonRow>
      ))}
    </section>
  );
}
