import type { Profile } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { plaza } from '../../client/plaza.js';
import { useToasts } from '../../ui/toasts.js';
import { forgetPostLists, postListKey } from '../entries/entries.queries.js';

/** Following and blocking from a profile: shown at once, taken back when refused, and to be undone for a while. */
export function useRelation(profile: Profile) {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const text = useText().profile;
  const params = { userId: profile.id };
  const name = isolated(profile.displayName);

  const show = (viewer: Partial<Profile['viewer']>) =>
    queryClient.setQueriesData<Profile>({ queryKey: ['profile'] }, (shown) =>
      shown?.id === profile.id ? { ...shown, viewer: { ...shown.viewer, ...viewer } } : shown,
    );
  const onError = (error: Error) => {
    toasts.complain(error);
    void queryClient.invalidateQueries({ queryKey: ['profile'] });
  };
  const follow = useMutation({
    mutationFn: async (follows: boolean) => {
      if (follows) await plaza.graph.follow({ params });
      else await plaza.graph.unfollow({ params });
    },
    onMutate: (follows) => {
      const asked = profile.isPrivate ? 'requested' : 'following';
      show({ follow: follows ? asked : 'none' });
    },
    onSuccess: (_, follows) => {
      if (!follows) toasts.say(text.unfollowed(name), () => follow.mutate(true));
      void queryClient.invalidateQueries({ queryKey: ['profile'] });
      forgetPostLists(queryClient);
      void queryClient.invalidateQueries({ queryKey: postListKey });
    },
    onError,
  });
  const block = useMutation({
    mutationFn: async (blocks: boolean) => {
      if (blocks) await plaza.graph.block({ params });
      else await plaza.graph.unblock({ params });
    },
    onSuccess: (_, blocks) => {
      if (blocks) toasts.say(text.blocked(name), () => block.mutate(false));
      // Everything on the screen may hold something of theirs.
      void queryClient.invalidateQueries();
    },
    onError,
  });
  return {
    toggleFollow: () => follow.mutate(profile.viewer.follow === 'none'),
    toggleBlock: () => block.mutate(!profile.viewer.blocking),
  };
}
