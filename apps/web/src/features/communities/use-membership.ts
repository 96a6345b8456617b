import type { Community } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { plaza } from '../../client/plaza.js';
import { useToasts } from '../../ui/toasts.js';

/** Joining, leaving, deleting. */
export function useMembership(community: Community) {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const navigate = useNavigate();
  const text = useText().communities;
  const params = { communityId: community.id };
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['communities'] }),
      queryClient.invalidateQueries({ queryKey: ['community', community.handle] }),
      queryClient.invalidateQueries({ queryKey: ['channels', 'community', community.id] }),
      queryClient.invalidateQueries({ queryKey: ['members', community.id] }),
    ]);
  const goHome = () => navigate({ to: '/' }).then(refresh);
  const join = useMutation({
    mutationFn: () => plaza.communities.join({ params }),
    onSuccess: refresh,
    onError: toasts.complain,
  });
  const leave = useMutation({
    mutationFn: () => plaza.communities.leave({ params }),
    onSuccess: async () => {
      await goHome();
      const mayComeBack = community.joinPolicy === 'open';
      toasts.say(text.left(isolated(community.name)), mayComeBack ? () => join.mutate() : undefined);
    },
    onError: toasts.complain,
  });
  const remove = useMutation({
    mutationFn: () => plaza.communities.delete({ params }),
    onSuccess: goHome,
    onError: toasts.complain,
  });
  return { join: () => join.mutate(), leave: () => leave.mutate(), remove: () => remove.mutate() };
}
