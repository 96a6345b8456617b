import { Outlet } from '@tanstack/react-router';
import { useText } from '../catalogue/catalogue.js';
import { ConnectionBar } from './connection-bar.js';
import { Navigation } from './navigation.js';
import { RealtimeProvider } from './realtime.js';
import styles from './shell.module.css';
import { ShortcutHelp } from './shortcut-help.js';

/** Navigation beside the work; below it on a phone. */
export function Shell() {
  const text = useText();
  return (
    <RealtimeProvider>
      <div className={styles.shell}>
        <a className={styles.skip} href="#content">
          {text.navigation.skipToContent}
        </a>
        <Navigation />
        <ShortcutHelp />
        <div className={styles.work}>
          <ConnectionBar />
          <Outlet />
        </div>
      </div>
    </RealtimeProvider>
  );
}
