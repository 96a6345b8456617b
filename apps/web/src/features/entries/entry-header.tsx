import type { Comment, Post } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { AtSign, Users } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../ui/avatar.js';
import { Time } from '../../ui/time.js';
import styles from './entry-header.module.css';
import { EntryMenu } from './entry-menu.js';
import { RevisionsDialog } from './revisions-dialog.js';

interface BylineProps {
  entry: Post | Comment;
  /** All in one line, for comments. */
  isCompact?: boolean;
}

interface EntryHeaderProps extends BylineProps {
  onEdit: () => void;
  onDeleted?: () => void;
}

/** Above every entry: who wrote it, and what may be done with it. */
export function EntryHeader({ entry, isCompact = false, ...done }: EntryHeaderProps) {
  return (
    <div className={styles.header}>
      <Byline entry={entry} isCompact={isCompact} />
      <EntryMenu entry={entry} {...done} />
    </div>
  );
}

/** Who wrote it, when, and for whom; what it said before, behind "edited". */
function Byline({ entry, isCompact }: BylineProps) {
  const text = useText();
  const [showsHistory, setShowsHistory] = useState(false);
  const { author } = entry;
  return (
    <div className={styles.byline}>
      <Avatar id={author.id} name={author.displayName} size={isCompact ? 24 : 40} />
      <div className={styles.words} data-lines={isCompact ? 1 : 2}>
        <Link to="/@{$username}" params={{ username: author.username }} className={styles.name}>
          <bdi>{author.displayName}</bdi>
        </Link>
        <span className={styles.soft}>
          {!isCompact && (
            <>
              <bdi className={styles.username}>@{author.username}</bdi>·
            </>
          )}
          <Time at={entry.createdAt} />
          {entry.editedAt && (
            <>
              ·
              <button type="button" className={styles.history} onClick={() => setShowsHistory(true)}>
                {text.common.edited}
              </button>
            </>
          )}
          {entry.audience !== 'public' && (
            <span className={styles.audience} title={text.entries.audiences[entry.audience]}>
              {entry.audience === 'followers' ? <Users size={14} /> : <AtSign size={14} />}
              <span className="visually-hidden">{text.entries.audiences[entry.audience]}</span>
            </span>
          )}
        </span>
      </div>
      {showsHistory && <RevisionsDialog entry={entry} onClose={() => setShowsHistory(false)} />}
    </div>
  );
}
