import type { Comment, Post, VoteValue } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';
import { useToasts } from '../../ui/toasts.js';
import { changeEntry } from './entry-cache.js';

/** Votes at once on the screen, and takes it back when the server refuses. The same arrow again clears the vote. */
export function useVote(entry: Post | Comment): (value: VoteValue) => void {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { mutate } = useMutation({
    mutationFn: (value: VoteValue) => plaza.entries.vote({ params: { entryId: entry.id }, body: { value } }),
    // One vote after the other, so that the last press wins.
    scope: { id: `vote ${entry.id}` },
    onMutate: (value) => {
      changeEntry(queryClient, entry.id, (shown) => withVote(shown, value));
      return entry.viewer.vote;
    },
    onSuccess: ({ counters, viewer }) => {
      changeEntry(queryClient, entry.id, (shown) => ({
        ...shown,
        counters,
        viewer: { ...shown.viewer, vote: viewer.vote },
      }));
    },
    onError: (error, _value, before) => {
      changeEntry(queryClient, entry.id, (shown) => withVote(shown, before ?? 0));
      toasts.complain(error);
    },
  });
  return (value) => mutate(entry.viewer.vote === value ? 0 : value);
}

function withVote<Shown extends Post | Comment>(entry: Shown, value: VoteValue): Shown {
  const { vote } = entry.viewer;
  const up = entry.counters.up + Number(value === 1) - Number(vote === 1);
  const down = entry.counters.down + Number(value === -1) - Number(vote === -1);
  return { ...entry, counters: { ...entry.counters, up, down }, viewer: { ...entry.viewer, vote: value } };
}
