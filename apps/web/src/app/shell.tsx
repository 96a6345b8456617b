import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { session } from '../client/plaza.js';
import { RealtimeProvider, useConnection } from '../client/realtime.js';
import { switchViewer } from '../client/viewer.js';
import { useUnread } from '../features/notifications/index.js';
import { UnreadInTitle } from '../ui/screen.js';
import { useToasts } from '../ui/toasts.js';
import { features } from './features.js';
import { Navigation } from './navigation.js';
import styles from './shell.module.css';
import { ShortcutHelp } from './shortcut-help.js';

const realtimeHandlers = features.flatMap(({ realtime }) => realtime ?? []);

/** Navigation beside the work; below it on a phone. */
export function Shell() {
  const text = useText();
  useSessionEnd();
  useScreenFocus();
  return (
    <RealtimeProvider handlers={realtimeHandlers}>
      <UnreadInTitle value={useUnread().notifications}>
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
      </UnreadInTitle>
    </RealtimeProvider>
  );
}

/** A quiet bar while the server is out of reach. */
function ConnectionBar() {
  const text = useText();
  const isLost = useConnection() === 'offline';
  return (
    <div role="status" className={styles.connection}>
      {isLost && <p className={styles.offline}>{text.app.connectionLost}</p>}
    </div>
  );
}

/** Shows the page as a stranger sees it as soon as the session is over, whoever ended it and wherever. */
function useSessionEnd(): void {
  const text = useText().identity;
  const toasts = useToasts();
  const router = useRouter();
  const queryClient = useQueryClient();
  const onEnd = useEffectEvent(async (reason: 'left' | 'ended') => {
    switchViewer(queryClient, null);
    if (reason === 'left') await router.navigate({ to: '/' });
    else toasts.show(text.sessionEnded);
    // Screens of signed-in people ask to sign in, and come back then.
    await router.invalidate();
  });
  useEffect(() => session.onEnd((reason) => void onEnd(reason)), []);
}

/** After a step to another screen the keyboard goes on at its beginning, as it would on a new page. */
function useScreenFocus(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return;
        const main = document.getElementById('content');
        // What the screen has focused itself, a composer say, keeps the focus.
        if (!main || main.contains(document.activeElement)) return;
        if (document.querySelector('dialog[open]')) return;
        main.focus({ preventScroll: true });
      }),
    [router],
  );
}
