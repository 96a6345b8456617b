import type { UserSummary } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Avatar } from './avatar.js';
import styles from './person.module.css';

type Person = Pick<UserSummary, 'id' | 'username' | 'displayName'>;

/** Name above username, each cut where there is no room; both begin on the same side, however they are written. */
export function PersonNames({ person }: { person: Omit<Person, 'id'> }) {
  return (
    <span className={styles.names}>
      <bdi className={styles.name}>{person.displayName}</bdi>
      <bdi className={styles.username}>@{person.username}</bdi>
    </span>
  );
}

interface PersonLinkProps {
  person: Person;
  size?: 40 | 48;
  /** A mark at the corner of the picture, such as their presence. */
  mark?: ReactNode;
  onOpen?: () => void;
}

/** Somebody's picture and names, which lead to their profile. */
export function PersonLink({ person, size = 40, mark, onOpen }: PersonLinkProps) {
  return (
    <Link
      to="/@{$username}"
      params={{ username: person.username }}
      className={styles.person}
      onClick={() => onOpen?.()}
    >
      <Avatar id={person.id} name={person.displayName} size={size}>
        {mark}
      </Avatar>
      <PersonNames person={person} />
    </Link>
  );
}

interface PersonRowProps extends PersonLinkProps {
  /** Buttons at the end of the row. */
  children?: ReactNode;
}

/** Somebody in a list of people. */
export function PersonRow({ children, ...link }: PersonRowProps) {
  return (
    <div className={styles.row}>
      <PersonLink {...link} />
      {children}
    </div>
  );
}
