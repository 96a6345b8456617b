import type { Profile } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { plaza } from '../../app/plaza.js';
import { useToasts } from '../../components/toasts.js';
import { postListKey } from '../entries/entry-queries.js';
import { profileQuery } from './profile-queries.js';

/** Following and blocking from a profile: shown at once, taken back when refused. */
export function useRelation(profile: Profile) {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { queryKey } = profileQuery(profile.username);
  const params = { userId: profile.id };
  const change = (viewer: Partial<Profile['viewer']>) =>
    queryClient.setQueryData(
      queryKey,
      (shown) => shown && { ...shown, viewer: { ...shown.viewer, ...viewer } },
    );
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: ['profile'] });
    void queryClient.invalidateQueries({ queryKey: postListKey });
  };
  const onError = (error: Error) => {
    toasts.complain(error);
    void queryClient.invalidateQueries({ queryKey });
  };
  const isFollowing = profile.viewer.follow !== 'none';
  const follow = useMutation({
    mutationFn: async () => {
      if (isFollowing) await plaza.graph.unfollow({ params });
      else await plaza.graph.follow({ params });
    },
    onMutate: () => change({ follow: isFollowing ? 'none' : profile.isPrivate ? 'requested' : 'following' }),
    onSuccess: refresh,
    onError,
  });
  const block = useMutation({
    mutationFn: async () => {
      if (profile.viewer.blocking) await plaza.graph.unblock({ params });
      else await plaza.graph.block({ params });
    },
    onSuccess: refresh,
    onError,
  });
  return { toggleFollow: () => follow.mutate(), toggleBlock: () => block.mutate() };
}
