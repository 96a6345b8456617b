import type { Notification } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../ui/avatar.js';
import { Time } from '../../ui/time.js';
import styles from './notifications-screen.module.css';

interface NotificationRowProps {
  notification: Notification;
  onOpen: () => void;
}

/** Who did what, and a way there. */
export function NotificationRow({ notification, onOpen }: NotificationRowProps) {
  const text = useText().notifications;
  const { actors, subject, readAt } = notification;
  const [first] = actors;
  return (
    <Destination notification={notification} onOpen={onOpen}>
      {first ? (
        <Avatar id={first.id} name={first.displayName} />
      ) : (
        <ShieldAlert size={40} strokeWidth={1.5} aria-hidden="true" />
      )}
      <span className={styles.words}>
        <span className={styles.sentence}>{notification.text}</span>
        {subject?.type === 'entry' && (
          <span className={styles.excerpt} dir="auto">
            {subject.excerpt}
          </span>
        )}
        <span className={styles.time}>
          <Time at={notification.updatedAt} />
        </span>
      </span>
      {!readAt && <span className={styles.dot} role="img" aria-label={text.unread} />}
    </Destination>
  );
}

function Destination({ notification, onOpen, children }: NotificationRowProps & { children: ReactNode }) {
  const { subject, actors, readAt } = notification;
  const common = { className: styles.row ?? '', 'data-unread': readAt ? undefined : true, onClick: onOpen };
  if (subject?.type === 'entry' && subject.entryId === subject.rootId) {
    return (
      <Link to="/posts/$postId" params={{ postId: subject.entryId }} {...common}>
        {children}
      </Link>
    );
  }
  if (subject?.type === 'entry') {
    const params = { postId: subject.rootId, commentId: subject.entryId };
    return (
      <Link to="/posts/$postId/comments/$commentId" params={params} {...common}>
        {children}
      </Link>
    );
  }
  if (subject?.type === 'channel') {
    return (
      <Link to="/messages/$channelId" params={{ channelId: subject.channelId }} {...common}>
        {children}
      </Link>
    );
  }
  const [first] = actors;
  return first ? (
    <Link to="/@{$username}" params={{ username: first.username }} {...common}>
      {children}
    </Link>
  ) : (
    <Link to="/settings/sessions" {...common}>
      {children}
    </Link>
  );
}
