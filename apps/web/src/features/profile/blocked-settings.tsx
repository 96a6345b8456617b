import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { Button } from '../../ui/button.js';
import { PersonRow } from '../../ui/person-row.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { useToasts } from '../../ui/toasts.js';
import styles from '../settings/settings-screen.module.css';

const blocksQuery = infiniteQueryOptions({
  queryKey: ['blocks'],
  queryFn: ({ pageParam }) => plaza.graph.blocks({ query: pageParam === '' ? {} : { cursor: pageParam } }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
});

export function BlockedSettings() {
  const text = useText();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const list = useInfiniteQuery(blocksQuery);
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { mutate: unblock } = useMutation({
    mutationFn: (userId: string) => plaza.graph.unblock({ params: { userId } }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['profile'] });
      return queryClient.invalidateQueries({ queryKey: blocksQuery.queryKey });
    },
    onError: toasts.complain,
  });
  return (
    <section className={styles.section}>
      {list.isPending && <ListSkeleton rows={2} />}
      {list.isSuccess && people.length === 0 && <p className={styles.soft}>{text.settings.nobodyBlocked}</p>}
      <div>
        {people.map(({ user }) => (
          <PersonRow key={user.id} person={user}>
            <Button onClick={() => unblock(user.id)}>{text.profile.unblock}</Button>
          </PersonRow>
        ))}
      </div>
      {list.hasNextPage && (
        <Button look="quiet" onClick={() => void list.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </section>
  );
}
