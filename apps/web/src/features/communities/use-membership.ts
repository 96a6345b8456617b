import type { Community } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { plaza } from '../../client/plaza.js';
import { useToasts } from '../../ui/toasts.js';
import { communityChannelsQuery } from '../channels/index.js';
import { communityListKey, communityQuery, membersQuery } from './communities.queries.js';

/** Joins, leaves and deletes a community. */
export function useMembership(community: Community) {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const navigate = useNavigate();
  const text = useText().communities;
  const params = { communityId: community.id };
  const refresh = () =>
    Promise.all(
      [
        communityListKey,
        communityQuery(community.handle).queryKey,
        communityChannelsQuery(community.id).queryKey,
        membersQuery(community.id).queryKey,
      ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
  const goHome = () => navigate({ to: '/' }).then(refresh);
  const join = useMutation({
    mutationFn: () => plaza.communities.join({ params }),
    onSuccess: refresh,
    onError: toasts.showError,
  });
  const leave = useMutation({
    mutationFn: () => plaza.communities.leave({ params }),
    onSuccess: async () => {
      await goHome();
      const mayComeBack = community.joinPolicy === 'open';
      toasts.show(
        text.left({ name: isolated(community.name) }),
        mayComeBack ? () => join.mutate() : undefined,
      );
    },
    onError: toasts.showError,
  });
  const remove = useMutation({
    mutationFn: () => plaza.communities.delete({ params }),
    onSuccess: goHome,
    onError: toasts.showError,
  });
  return { join: () => join.mutate(), leave: () => leave.mutate(), remove: () => remove.mutate() };
}
