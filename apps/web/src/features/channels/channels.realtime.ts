import { patchEntity, removeEntity } from '../../client/entities.js';
import type { LiveConnection } from '../../client/realtime.js';
import { channelEntity, knownChannelsQuery, withMessage, withReadMark } from './channels.queries.js';
import { markDeleted, moveReadState, putMessage } from './history.js';
import { outbox } from './outbox.js';

/** Keeps messages, unread counts and marks of all channels up to date, open or not. */
export function channelsRealtime({ realtime, queryClient, viewerId }: LiveConnection): void {
  outbox.open(viewerId);
  realtime.on('ready', ({ channels }) => {
    queryClient.setQueryData(knownChannelsQuery.queryKey, channels);
    outbox.retryNow();
  });

  realtime.on('channel.created', (created) =>
    queryClient.setQueryData(
      knownChannelsQuery.queryKey,
      (channels) => channels && [...channels.filter(({ id }) => id !== created.id), created],
    ),
  );
  realtime.on('channel.updated', (updated) =>
    patchEntity(queryClient, channelEntity, updated.id, (channel) => ({ ...channel, ...updated })),
  );
  realtime.on('channel.permissions', ({ id, viewer }) =>
    patchEntity(queryClient, channelEntity, id, (channel) => ({
      ...channel,
      viewer: { ...channel.viewer, ...viewer },
    })),
  );
  realtime.on('channel.deleted', ({ id }) => removeEntity(queryClient, channelEntity, id));
  realtime.on('community.deleted', (community) =>
    queryClient.setQueryData(knownChannelsQuery.queryKey, (channels) =>
      channels?.filter(({ communityId }) => communityId !== community.id),
    ),
  );

  realtime.on('message.sent', (message) => {
    putMessage(queryClient, message);
    const isOwn = message.author.id === viewerId;
    patchEntity(queryClient, channelEntity, message.channelId, (channel) =>
      withMessage(channel, message, isOwn),
    );
  });
  realtime.on('message.updated', (message) => putMessage(queryClient, message));
  realtime.on('message.deleted', ({ id, deletedAt }) => markDeleted(queryClient, id, deletedAt));

  realtime.on('channel.delivered', (readState) => moveReadState(queryClient, readState));
  realtime.on('channel.read', (readState) => {
    moveReadState(queryClient, readState);
    if (readState.userId !== viewerId) return;
    patchEntity(queryClient, channelEntity, readState.channelId, (channel) =>
      withReadMark(channel, readState.readOrdinal),
    );
  });
}
