import type { Channel, CommunityId, Message, SharedMessage } from '@plaza/contract';
import { messageAbilities } from '@plaza/contract/message-abilities';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useEvent } from '../../client/realtime.js';
import { useViewer } from '../../client/viewer.js';
import { cachedChannel, changeChannel, knownChannelsQuery } from './channels.queries.js';
import { buryMessage, movePointer, putMessage } from './history.js';
import { outbox } from './outbox.js';

/** Keeps messages, unread counts and marks of all channels up to date, open or not; mounted once. */
export function useLiveChannels(): void {
  const queryClient = useQueryClient();
  const viewerId = useViewer()?.id;
  const changeKnown = (change: (channels: Channel[]) => Channel[]) =>
    queryClient.setQueryData(knownChannelsQuery.queryKey, (channels) => channels && change(channels));

  useEffect(() => {
    if (viewerId) outbox.open(viewerId);
  }, [viewerId]);
  useEvent('ready', ({ channels }) => {
    queryClient.setQueryData(knownChannelsQuery.queryKey, channels);
    outbox.wake();
  });

  useEvent('channel.created', (created) =>
    changeKnown((channels) => [...channels.filter(({ id }) => id !== created.id), created]),
  );
  useEvent('channel.updated', (updated) =>
    changeChannel(queryClient, updated.id, (channel) => ({
      ...updated,
      viewer: { ...channel.viewer, ...updated.viewer },
    })),
  );
  useEvent('channel.deleted', (deleted) =>
    changeKnown((channels) => channels.filter(({ id }) => id !== deleted.id)),
  );
  useEvent('community.deleted', (deleted) =>
    changeKnown((channels) => channels.filter(({ communityId }) => communityId !== deleted.id)),
  );

  // What is sent to all says nothing of the viewer: what they may do follows from what they may do in the channel.
  const asSeen = (message: SharedMessage): Message => {
    const permissions = cachedChannel(queryClient, message.channelId)?.viewer.permissions ?? '0';
    return { ...message, viewer: { can: messageAbilities(permissions, message.author.id === viewerId) } };
  };
  useEvent('message.sent', (message) => {
    putMessage(queryClient, asSeen(message));
    const isOwn = message.author.id === viewerId;
    changeChannel(queryClient, message.channelId, (channel) => withMessage(channel, message, isOwn));
  });
  useEvent('message.updated', (message) => putMessage(queryClient, asSeen(message)));
  useEvent('message.deleted', (deleted) => buryMessage(queryClient, deleted));

  useEvent('channel.delivered', (pointer) => movePointer(queryClient, pointer));
  useEvent('channel.read', (pointer) => {
    movePointer(queryClient, pointer);
    if (pointer.userId !== viewerId) return;
    changeChannel(queryClient, pointer.channelId, (channel) => withReadMark(channel, pointer.readOrdinal));
  });
}

function withMessage(
  channel: Channel,
  { ordinal, createdAt }: { ordinal: number; createdAt: string },
  isOwn: boolean,
): Channel {
  if (ordinal <= channel.lastOrdinal) return channel;
  const { readOrdinal, unread } = channel.viewer;
  return {
    ...channel,
    lastOrdinal: ordinal,
    lastMessageAt: createdAt,
    viewer: {
      ...channel.viewer,
      readOrdinal: isOwn ? ordinal : readOrdinal,
      unread: isOwn ? 0 : unread + 1,
    },
  };
}

/** The channel as it is once everything up to there is read; a mark never goes back. */
export function withReadMark(channel: Channel, ordinal: number): Channel {
  const readOrdinal = Math.max(channel.viewer.readOrdinal, ordinal);
  const unread = Math.min(channel.viewer.unread, Math.max(channel.lastOrdinal - readOrdinal, 0));
  return { ...channel, viewer: { ...channel.viewer, readOrdinal, unread } };
}

/** Communities with something unread in a channel other than the one that is open. */
export function useUnreadCommunities(openChannelId: string | undefined): Set<CommunityId> {
  const { data } = useQuery(knownChannelsQuery);
  const ids = (data ?? [])
    .filter(({ id, viewer }) => viewer.unread > 0 && id !== openChannelId)
    .map(({ communityId }) => communityId)
    .filter((id) => id !== null);
  return new Set(ids);
}
