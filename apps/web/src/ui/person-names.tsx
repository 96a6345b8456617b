import styles from './person-names.module.css';

/** Name above username, each cut where there is no room; both begin on the same side, however they are written. */
export function PersonNames({ person }: { person: { displayName: string; username: string } }) {
  return (
    <span className={styles.names}>
      <bdi className={styles.name}>{person.displayName}</bdi>
      <bdi className={styles.username}>@{person.username}</bdi>
    </span>
  );
}
