import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { itemsOf, listOptions } from '../../client/lists.js';
import { plaza } from '../../client/plaza.js';
import { Button } from '../../ui/button.js';
import { PersonRow } from '../../ui/person.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { useToasts } from '../../ui/toasts.js';
import { SettingsSection } from '../settings/index.js';
import styles from './blocked-settings.module.css';
import { profileKey } from './profile.queries.js';

const blocksQuery = listOptions(['blocks'], (query) => plaza.graph.blocks({ query }));

export function BlockedSettings() {
  const text = useText();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const list = useInfiniteQuery(blocksQuery);
  const people = itemsOf(list.data);
  const { mutate: unblock } = useMutation({
    mutationFn: (userId: string) => plaza.graph.unblock({ params: { userId } }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: profileKey });
      return queryClient.invalidateQueries({ queryKey: blocksQuery.queryKey });
    },
    onError: toasts.showError,
  });
  return (
    <SettingsSection>
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
    </SettingsSection>
  );
}
