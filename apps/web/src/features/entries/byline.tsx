import type { Comment, Post } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { AtSign, Users } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../components/avatar.js';
import { Time } from '../../components/time.js';
import styles from './byline.module.css';

interface BylineProps {
  entry: Post | Comment;
  avatarSize?: 24 | 40;
}

/** Who wrote it, when, and for whom. */
export function Byline({ entry, avatarSize = 40 }: BylineProps) {
  const text = useText();
  const { author } = entry;
  return (
    <div className={styles.byline}>
      <Avatar id={author.id} name={author.displayName} size={avatarSize} />
      <div className={styles.words}>
        <Link to="/@{$username}" params={{ username: author.username }} className={styles.name}>
          <bdi>{author.displayName}</bdi>
        </Link>{' '}
        <span className={styles.soft}>
          @{author.username} · <Time at={entry.createdAt} />
          {entry.editedAt && <> · {text.common.edited}</>}
          {entry.audience !== 'public' && (
            <span className={styles.audience} title={text.entries.audiences[entry.audience]}>
              {entry.audience === 'followers' ? <Users size={14} /> : <AtSign size={14} />}
              <span className="visually-hidden">{text.entries.audiences[entry.audience]}</span>
            </span>
          )}
        </span>
      </div>
    </div>
  );
}
