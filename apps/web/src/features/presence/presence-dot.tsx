import type { UserId } from '@plaza/contract';
import { useText } from '../../catalogue/catalogue.js';
import { usePresence } from './presence.js';
import styles from './presence-dot.module.css';

/** Whether somebody is there, at the corner of their picture. Who is away has none. */
export function PresenceDot({ userId }: { userId: UserId }) {
  const text = useText();
  const { state } = usePresence(userId);
  if (state === 'offline') return null;
  return (
    <span className={styles.dot} data-state={state} role="img" aria-label={text.presence[state]}>
      <span className={styles.mark} />
    </span>
  );
}
