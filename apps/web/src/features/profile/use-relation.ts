import type { Profile } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { patchEntity } from '../../client/entities.js';
import { plaza } from '../../client/plaza.js';
import { useToasts } from '../../ui/toasts.js';
import { refreshPostLists } from '../entries/index.js';
import { profileEntity, profileKey } from './profile.queries.js';

/** Following and blocking from a profile: shown at once, taken back when refused, and to be undone for a while. */
export function useRelation(profile: Profile) {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const text = useText().profile;
  const params = { userId: profile.id };
  const name = isolated(profile.displayName);

  const onError = (error: Error) => {
    toasts.showError(error);
    void queryClient.invalidateQueries({ queryKey: profileKey });
  };
  const follow = useMutation({
    mutationFn: async (follows: boolean) => {
      if (follows) await plaza.graph.follow({ params });
      else await plaza.graph.unfollow({ params });
    },
    onMutate: (follows) => {
      const asked = profile.isPrivate ? 'requested' : 'following';
      const viewer = { follow: follows ? asked : 'none' } as const;
      patchEntity(queryClient, profileEntity, profile.id, (shown) => ({
        ...shown,
        viewer: { ...shown.viewer, ...viewer },
      }));
    },
    onSuccess: (_, follows) => {
      if (!follows) toasts.show(text.unfollowed({ name }), () => follow.mutate(true));
      void queryClient.invalidateQueries({ queryKey: profileKey });
      refreshPostLists(queryClient);
    },
    onError,
  });
  const block = useMutation({
    mutationFn: async (blocks: boolean) => {
      if (blocks) await plaza.graph.block({ params });
      else await plaza.graph.unblock({ params });
    },
    onSuccess: (_, blocks) => {
      if (blocks) toasts.show(text.blocked({ name }), () => block.mutate(false));
      // Everything on the screen may contain something of theirs.
      void queryClient.invalidateQueries();
    },
    onError,
  });
  return {
    toggleFollow: () => follow.mutate(profile.viewer.follow === 'none'),
    toggleBlock: () => block.mutate(!profile.viewer.blocking),
  };
}
