import { Outlet } from '@tanstack/react-router';
import { useText } from '../catalogue/catalogue.js';
import { useLiveChannels } from '../features/channels/live-channels.js';
import { useLiveEntries } from '../features/entries/live-entries.js';
import { ConnectionBar } from './connection-bar.js';
import { useLiveCommunities } from './my-communities.js';
import { Navigation } from './navigation.js';
import { useLivePresence } from './presence.js';
import { RealtimeProvider } from './realtime.js';
import { useSessionEnd } from './session-end.js';
import styles from './shell.module.css';
import { ShortcutHelp } from './shortcut-help.js';
import { useLiveUnread } from './unread.js';
import { useScreenFocus } from './use-screen-focus.js';

/** Navigation beside the work; below it on a phone. */
export function Shell() {
  return (
    <RealtimeProvider>
      <LivePage />
    </RealtimeProvider>
  );
}

function LivePage() {
  const text = useText();
  useSessionEnd();
  useScreenFocus();
  useLiveUnread();
  useLivePresence();
  useLiveChannels();
  useLiveCommunities();
  useLiveEntries();
  return (
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
  );
}
