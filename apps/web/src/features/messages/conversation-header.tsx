import type { UserSummary } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../ui/avatar.js';
import { buttonClass } from '../../ui/button.js';
import { Time } from '../../ui/time.js';
import { PresenceDot, usePresence } from '../presence/index.js';
import styles from './conversation-header.module.css';

/** The way back, with whom one talks, and whether they are there. */
export function ConversationHeader({ peer }: { peer: UserSummary | null }) {
  const text = useText();
  return (
    <header className={styles.header}>
      <Link to="/messages" className={buttonClass('quiet', styles.back)} aria-label={text.common.back}>
        <ArrowLeft size={18} aria-hidden="true" className="turns-with-text" />
      </Link>
      {peer && <Peer peer={peer} />}
    </header>
  );
}

function Peer({ peer }: { peer: UserSummary }) {
  const text = useText().presence;
  const { state, lastSeenAt } = usePresence(peer.id);
  return (
    <Link to="/@{$username}" params={{ username: peer.username }} className={styles.peer}>
      <Avatar id={peer.id} name={peer.displayName} size={40}>
        <PresenceDot userId={peer.id} />
      </Avatar>
      <span className={styles.words}>
        <h2 className={styles.name}>
          <bdi>{peer.displayName}</bdi>
        </h2>
        <span className={styles.presence} role="status">
          {state === 'offline' && lastSeenAt ? (
            <>
              {text.lastSeen} <Time at={lastSeenAt} />
            </>
          ) : (
            text[state]
          )}
        </span>
      </span>
    </Link>
  );
}
