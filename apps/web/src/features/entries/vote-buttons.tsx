import type { Comment, Post } from '@plaza/contract';
import { ArrowBigDown, ArrowBigUp } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { useVote } from './use-vote.js';
import styles from './vote-buttons.module.css';

/** Up, the sum, down. Who may not vote sees the sum alone. */
export function VoteButtons({ entry }: { entry: Post | Comment }) {
  const text = useText().entries;
  const vote = useVote(entry);
  const { up, down } = entry.counters;
  const { viewer } = entry;
  const sum = (
    <span className={styles.sum} data-vote={viewer.vote} title={text.votes(up, down)}>
      {up - down}
      <span className="visually-hidden"> {text.votes(up, down)}</span>
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
