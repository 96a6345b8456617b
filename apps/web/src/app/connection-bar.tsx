import { useText } from '../catalogue/catalogue.js';
import { useConnection } from '../client/realtime.js';
import styles from './connection-bar.module.css';

/** A quiet bar while the server is out of reach. */
export function ConnectionBar() {
  const text = useText();
  const isLost = useConnection() === 'offline';
  return (
    <div role="status" className={styles.place}>
      {isLost && <p className={styles.bar}>{text.connection.offline}</p>}
    </div>
  );
}
