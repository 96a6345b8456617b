import type { UserSummary } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Avatar } from './avatar.js';
import styles from './person-row.module.css';
import { PresenceDot } from './presence-dot.js';

interface PersonRowProps {
  person: UserSummary;
  showsPresence?: boolean;
  /** Buttons at the end of the row. */
  children?: ReactNode;
  onOpen?: () => void;
}

/** Somebody in a list of people. */
export function PersonRow({ person, showsPresence = false, children, onOpen }: PersonRowProps) {
  return (
    <div className={styles.row}>
      <Link
        to="/@{$username}"
        params={{ username: person.username }}
        className={styles.person}
        onClick={() => onOpen?.()}
      >
        <Avatar id={person.id} name={person.displayName} size={40}>
          {showsPresence && <PresenceDot userId={person.id} />}
        </Avatar>
        <span className={styles.names}>
          <bdi className={styles.name}>{person.displayName}</bdi>
          <bdi className={styles.username}>@{person.username}</bdi>
        </span>
      </Link>
      {children}
    </div>
  );
}
