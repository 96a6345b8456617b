import type { Channel, UserSummary } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../components/avatar.js';
import { buttonClass } from '../../components/button.js';
import { usePresence } from '../../components/presence.js';
import styles from './conversation-header.module.css';

/** With whom one talks, and whether they are there. */
export function ConversationHeader({ channel }: { channel: Channel }) {
  const text = useText();
  return (
    <header className={styles.header}>
      <Link to="/messages" className={buttonClass('quiet', styles.back)} aria-label={text.common.back}>
        <ArrowLeft size={18} aria-hidden="true" />
      </Link>
      {channel.peer && <Peer peer={channel.peer} />}
    </header>
  );
}

function Peer({ peer }: { peer: UserSummary }) {
  const text = useText();
  const presence = usePresence(peer.id);
  return (
    <Link to="/@{$username}" params={{ username: peer.username }} className={styles.peer}>
      <Avatar id={peer.id} name={peer.displayName} size={32} />
      <span>
        <bdi className={styles.name}>{peer.displayName}</bdi>
        <span className={styles.presence} data-state={presence}>
          {text.presence[presence]}
        </span>
      </span>
    </Link>
  );
}
