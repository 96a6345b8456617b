import type { Channel, SharedMessage } from '@plaza/contract';
import { useEffect, useMemo, useState } from 'react';
import { useViewer } from '../../client/viewer.js';

/** More than that is not loaded to get to the first unread message. */
const MAX_LOADED = 1_000;

interface ListState {
  channel: Channel;
  messages: SharedMessage[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  loadOlder: () => void;
  scrollToIndex: (index: number, options: { align: 'start' }) => void;
  /** The first row in view. */
  topIndex: number | undefined;
}

/** Where reading stopped the last time, as it was when the conversation was opened; `jump` goes there. */
export function useFirstUnread({
  channel,
  messages,
  hasOlder,
  isLoadingOlder,
  loadOlder,
  scrollToIndex,
  topIndex,
}: ListState) {
  const viewerId = useViewer()?.id;
  const [readBefore] = useState(channel.viewer.readOrdinal);
  const [unreadBefore] = useState(channel.viewer.unread);
  const [isJumping, setIsJumping] = useState(false);
  const index = useMemo(
    () => messages.findIndex(({ ordinal, author }) => ordinal > readBefore && author.id !== viewerId),
    [messages, readBefore, viewerId],
  );
  const [wasSeen, setWasSeen] = useState(false);
  const isInView = index >= 0 && topIndex !== undefined && topIndex <= index;
  if (isInView && !wasSeen) setWasSeen(true);
  const isLoaded = index > 0 || !hasOlder || messages.length >= MAX_LOADED;

  useEffect(() => {
    if (!isJumping || isLoadingOlder) return;
    if (!isLoaded) return loadOlder();
    setIsJumping(false);
    scrollToIndex(Math.max(index, 0), { align: 'start' });
  }, [isJumping, isLoadingOlder, isLoaded, loadOlder, scrollToIndex, index]);

  return {
    id: unreadBefore > 0 ? messages[index]?.id : undefined,
    /** How many are above the view, until the first of them was in it. */
    countAbove: wasSeen ? 0 : unreadBefore,
    jump: () => setIsJumping(true),
  };
}
