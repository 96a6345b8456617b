import type { UserSummary } from '@plaza/contract';
import type { ReactNode } from 'react';
import { PersonLink } from './person-link.js';
import styles from './person-row.module.css';

interface PersonRowProps {
  person: UserSummary;
  showsPresence?: boolean;
  /** Buttons at the end of the row. */
  children?: ReactNode;
  onOpen?: () => void;
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
