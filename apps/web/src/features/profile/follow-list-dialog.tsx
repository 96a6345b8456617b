import type { UserId } from '@plaza/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { itemsOf } from '../../client/lists.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { PersonRow } from '../../ui/person.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { type FollowList, followListQuery } from './profile.queries.js';

interface FollowListDialogProps {
  userId: UserId;
  list: FollowList;
  onClose: () => void;
}

export function FollowListDialog({ userId, list, onClose }: FollowListDialogProps) {
  const text = useText();
  const edges = useInfiniteQuery(followListQuery(userId, list));
  const people = itemsOf(edges.data);
  return (
    <Dialog title={text.profile.lists[list]} isOpen onClose={onClose}>
      {edges.isPending && <ListSkeleton rows={3} />}
      {edges.error && <ErrorMessage error={edges.error} />}
      {edges.isSuccess && people.length === 0 && <p>{text.profile.nobody}</p>}
      {people.map(({ user }) => (
        <PersonRow key={user.id} person={user} onOpen={onClose} />
      ))}
      {edges.hasNextPage && (
        <Button onClick={() => void edges.fetchNextPage()}>{text.common.loadMore}</Button>
      )}
    </Dialog>
  );
}
