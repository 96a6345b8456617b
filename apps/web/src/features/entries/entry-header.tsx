import type { Comment, Post } from '@plaza/contract';
import { Byline } from './byline.js';
import styles from './entry-header.module.css';
import { EntryMenu } from './entry-menu.js';

interface EntryHeadProps {
  entry: Post | Comment;
  /** All in one line, for comments. */
  isCompact?: boolean;
  onEdit: () => void;
  onDeleted?: () => void;
}

/** Above every entry: who wrote it, and what may be done with it. */
export function EntryHead({ entry, isCompact = false, ...done }: EntryHeadProps) {
  return (
    <div className={styles.head}>
      <Byline entry={entry} isCompact={isCompact} />
      <EntryMenu entry={entry} {...done} />
    </div>
  );
}
