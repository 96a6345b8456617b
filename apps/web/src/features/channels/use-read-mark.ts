import type { Channel, Message } from '@plaza/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { plaza } from '../../client/plaza.js';
import { useViewer } from '../../client/viewer.js';
import { changeChannel } from './channels.queries.js';
import { withReadMark } from './channels.realtime.js';

const GATHER_MS = 400;

/** Gives the function that is told which message was last in sight; the read mark follows it, while the window is looked at. */
export function useReadMark(channel: Channel): (seen: Message) => void {
  const queryClient = useQueryClient();
  const isSignedIn = useViewer() !== null;
  const newest = useRef<Message>(null);
  const marked = useRef(channel.viewer.readOrdinal);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const mark = useCallback(() => {
    const seen = newest.current;
    if (!isSignedIn || !seen || seen.ordinal <= marked.current) return;
    if (document.visibilityState !== 'visible') return;
    const before = marked.current;
    marked.current = seen.ordinal;
    changeChannel(queryClient, channel.id, (shown) => withReadMark(shown, seen.ordinal));
    plaza.messages.read({ params: { channelId: channel.id }, body: { messageId: seen.id } }).catch(() => {
      // The next message in sight, or the next look at the window, marks again.
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
      timer.current = setTimeout(mark, GATHER_MS);
    },
    [mark],
  );
}
