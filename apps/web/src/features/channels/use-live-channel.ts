import type { Channel } from '@plaza/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { plaza } from '../../app/plaza.js';
import { useEvent } from '../../app/realtime.js';
import { buryMessage, changeChannel, pointersQuery, putMessage } from './message-queries.js';

/** Keeps the conversation on the screen up to date. */
export function useLiveChannel(channel: Channel): void {
  const queryClient = useQueryClient();
  useEvent('message.sent', (message) => {
    if (message.channelId === channel.id) putMessage(queryClient, message);
  });
  useEvent('message.updated', (message) => {
    if (message.channelId === channel.id) putMessage(queryClient, message);
  });
  useEvent('message.deleted', (message) => {
    if (message.channelId === channel.id) buryMessage(queryClient, message);
  });
  const onPointer = (pointer: { channelId: string }) => {
    if (pointer.channelId === channel.id) {
      void queryClient.invalidateQueries({ queryKey: pointersQuery(channel.id).queryKey });
    }
  };
  useEvent('channel.read', onPointer);
  useEvent('channel.delivered', onPointer);
}

/** Moves the read mark to the newest message while the conversation is in front of the person. */
export function useReadMark(channel: Channel, newest: { id: string; ordinal: number } | undefined): void {
  const queryClient = useQueryClient();
  const marked = useRef(0);
  useEffect(() => {
    const mark = () => {
      const isNew = newest && newest.ordinal > Math.max(marked.current, channel.viewer.readOrdinal);
      if (!isNew || document.visibilityState !== 'visible') return;
      marked.current = newest.ordinal;
      plaza.messages
        .read({ params: { channelId: channel.id }, body: { messageId: newest.id } })
        .then(({ readOrdinal }) =>
          changeChannel(queryClient, channel.id, (shown) => ({
            ...shown,
            viewer: { ...shown.viewer, readOrdinal, unread: Math.max(shown.lastOrdinal - readOrdinal, 0) },
          })),
        )
        // The next message or the next look marks again.
        .catch(() => {
          marked.current = 0;
        });
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [channel.id, channel.viewer.readOrdinal, newest, queryClient]);
}
