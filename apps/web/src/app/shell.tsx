import { Outlet } from '@tanstack/react-router';
import { useText } from '../catalogue/catalogue.js';
import { RealtimeProvider } from '../client/realtime.js';
import { useLiveChannels } from '../features/channels/channels.realtime.js';
import { useLiveCommunities } from '../features/communities/my-communities.js';
import { useLiveEntries } from '../features/entries/entries.realtime.js';
import { useLiveUnread } from '../features/notifications/unread.js';
import { useLivePresence } from '../features/presence/presence.js';
import { ConnectionBar } from './connection-bar.js';
import { Navigation } from './navigation.js';
import { useSessionEnd } from './session-end.js';
import styles from './shell.module.css';
import { ShortcutHelp } from './shortcut-help.js';
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
