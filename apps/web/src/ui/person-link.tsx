import type { UserSummary } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { PresenceDot } from '../features/presence/presence-dot.js';
import { Avatar } from './avatar.js';
import styles from './person-link.module.css';
import { PersonNames } from './person-names.js';

interface PersonLinkProps {
  person: Pick<UserSummary, 'id' | 'username' | 'displayName'>;
  size?: 40 | 48;
  showsPresence?: boolean;
  onOpen?: () => void;
}

/** Somebody's face and names, which lead to their profile. */
export function PersonLink({ person, size = 40, showsPresence = false, onOpen }: PersonLinkProps) {
  return (
    <Link
      to="/@{$username}"
      params={{ username: person.username }}
      className={styles.person}
      onClick={() => onOpen?.()}
    >
      <Avatar id={person.id} name={person.displayName} size={size}>
        {showsPresence && <PresenceDot userId={person.id} />}
      </Avatar>
      <PersonNames person={person} />
    </Link>
  );
}
