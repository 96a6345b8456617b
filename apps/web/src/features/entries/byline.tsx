import type { Comment, Post } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { AtSign, Users } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../ui/avatar.js';
import { Time } from '../../ui/time.js';
import styles from './byline.module.css';
import { RevisionsDialog } from './revisions-dialog.js';

interface BylineProps {
  entry: Post | Comment;
  /** All in one line, for comments. */
  isCompact?: boolean;
}

/** Who wrote it, when, and for whom; what it said before, behind "edited". */
export function Byline({ entry, isCompact = false }: BylineProps) {
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
