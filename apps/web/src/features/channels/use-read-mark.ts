import type { Channel, SharedMessage } from '@plaza/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { patchEntity } from '../../client/entities.js';
import { plaza } from '../../client/plaza.js';
import { useViewer } from '../../client/viewer.js';
import { channelEntity, withReadMark } from './channels.queries.js';

const DEBOUNCE_MS = 400;

/** Returns the function to call with the lowest message in view; the read mark follows it while the window is visible. */
export function useReadMark(channel: Channel): (seen: SharedMessage) => void {
  const queryClient = useQueryClient();
  const isSignedIn = useViewer() !== null;
  const newest = useRef<SharedMessage>(null);
  const marked = useRef(channel.viewer.readOrdinal);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const mark = useCallback(() => {
    const seen = newest.current;
    if (!isSignedIn || !seen || seen.ordinal <= marked.current) return;
    if (document.visibilityState !== 'visible') return;
    const before = marked.current;
    marked.current = seen.ordinal;
    patchEntity(queryClient, channelEntity, channel.id, (shown) => withReadMark(shown, seen.ordinal));
    plaza.messages.read({ params: { channelId: channel.id }, body: { messageId: seen.id } }).catch(() => {
      // The next message in view, or the next return to the window, marks again.
      marked.current = before;
    });
  }, [channel.id, isSignedIn, queryClient]);

  useEffect(() => {
    document.addEventListener('visibilitychange', mark);
    return () => {
      document.removeEventListener('visibilitychange', mark);
      clearTimeout(timer.current);
      mark();
    };
  }, [mark]);

  return useCallback(
    (seen) => {
      if (seen.ordinal <= (newest.current?.ordinal ?? 0)) return;
      newest.current = seen;
      clearTimeout(timer.current);
      timer.current = setTimeout(mark, DEBOUNCE_MS);
    },
    [mark],
  );
}
