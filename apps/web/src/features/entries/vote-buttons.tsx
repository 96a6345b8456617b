import type { Comment, Post, VoteValue } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowBigDown, ArrowBigUp } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { patchEntity } from '../../client/entities.js';
import { plaza } from '../../client/plaza.js';
import { useToasts } from '../../ui/toasts.js';
import { entryEntity } from './entries.queries.js';
import styles from './vote-buttons.module.css';

/** Up, the sum, down. Who may not vote sees the sum alone. */
export function VoteButtons({ entry }: { entry: Post | Comment }) {
  const text = useText().entries;
  const vote = useVote(entry);
  const { up, down } = entry.counters;
  const { viewer } = entry;
  const sum = (
    <span className={styles.sum} data-vote={viewer.vote} title={text.votes({ up, down })}>
      {up - down}
      <span className="visually-hidden"> {text.votes({ up, down })}</span>
    </span>
  );
  return (
    <fieldset className={styles.votes} aria-label={text.vote} disabled={!viewer.can.vote}>
      <button
        type="button"
        className={styles.up}
        aria-pressed={viewer.vote === 1}
        aria-label={text.voteUp}
        title={text.voteUp}
        onClick={() => vote(1)}
      >
        <ArrowBigUp size={20} aria-hidden="true" />
      </button>
      {sum}
      <button
        type="button"
        className={styles.down}
        aria-pressed={viewer.vote === -1}
        aria-label={text.voteDown}
        title={text.voteDown}
        onClick={() => vote(-1)}
      >
        <ArrowBigDown size={20} aria-hidden="true" />
      </button>
    </fieldset>
  );
}

/** Votes at once on the screen, and takes it back when the server refuses. The same arrow again clears the vote. */
function useVote(entry: Post | Comment): (value: VoteValue) => void {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const show = (change: (shown: Post | Comment) => Post | Comment) =>
    patchEntity(queryClient, entryEntity, entry.id, change);
  const { mutate } = useMutation({
    mutationFn: (value: VoteValue) => plaza.entries.vote({ params: { entryId: entry.id }, body: { value } }),
    // One vote after the other, so that the last press wins.
    scope: { id: `vote ${entry.id}` },
    onMutate: (value) => {
      show((shown) => withVote(shown, value));
      return entry.viewer.vote;
    },
    onSuccess: ({ counters, viewer: { vote } }) =>
      show((shown) => ({ ...shown, counters, viewer: { ...shown.viewer, vote } })),
    onError: (error, _value, before) => {
      show((shown) => withVote(shown, before ?? 0));
      toasts.showError(error);
    },
  });
  return (value) => mutate(entry.viewer.vote === value ? 0 : value);
}

/** The entry as it is once the viewer votes so; the same entry where they did already. */
export function withVote<Shown extends Post | Comment>(entry: Shown, value: VoteValue): Shown {
  const { vote } = entry.viewer;
  if (vote === value) return entry;
  const up = entry.counters.up + Number(value === 1) - Number(vote === 1);
  const down = entry.counters.down + Number(value === -1) - Number(vote === -1);
  return { ...entry, counters: { ...entry.counters, up, down }, viewer: { ...entry.viewer, vote: value } };
}
