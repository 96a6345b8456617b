import type { Channel, Community, Message } from '@plaza/contract';
import { type Plaza, PlazaError } from '@plaza/sdk';

/** A message to look for in its channel. */
export interface SoughtMessage {
  community: Community | null;
  channel: Channel;
  message: Message;
}

type Surface = (viewer: Plaza, sought: SoughtMessage) => Promise<boolean>;

/** Hidden is 404; a strange viewer of an operation for members is asked to sign in. */
async function finds(call: Promise<boolean>): Promise<boolean> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof PlazaError && (error.status === 404 || error.status === 401)) return false;
    throw error;
  }
}

/** Surfaces that show a channel or what is said in it. A new one belongs here, or the coverage test fails. */
export const channelSurfaces: Record<string, Surface> = {
  'channels.get': (viewer, { channel }) =>
    finds(viewer.channels.get({ params: { channelId: channel.id } }).then(() => true)),
  'messages.history': (viewer, { channel, message }) =>
    finds(
      viewer.messages
        .history({ params: { channelId: channel.id } })
        .then(({ items }) => items.some(({ id }) => id === message.id)),
    ),
  'messages.history around': (viewer, { channel, message }) =>
    finds(
      viewer.messages
        .history({ params: { channelId: channel.id }, query: { around: message.id } })
        .then(({ items }) => items.some(({ id }) => id === message.id)),
    ),
};

/** Surfaces that list channels: of a community, or one's own conversations. */
export const channelLists: Record<'channels.list' | 'channels.mine', Surface> = {
  'channels.list': (viewer, { community, channel }) =>
    finds(
      viewer.channels
        .list({ params: { communityId: community?.id ?? '' } })
        .then(({ items }) => items.some(({ id }) => id === channel.id)),
    ),
  'channels.mine': (viewer, { channel }) =>
    finds(viewer.channels.mine().then(({ items }) => items.some(({ id }) => id === channel.id))),
};

/** Surfaces for members alone. */
export const memberSurfaces: Record<string, Surface> = {
  'channels.permissions': (viewer, { channel }) =>
    finds(viewer.channels.permissions({ params: { channelId: channel.id } }).then(() => true)),
  'messages.readStates': (viewer, { channel }) =>
    finds(viewer.messages.readStates({ params: { channelId: channel.id } }).then(() => true)),
  'channels.overwrites': (viewer, { channel }) =>
    finds(unlessForbidden(viewer.channels.overwrites({ params: { channelId: channel.id } }))),
  'messages.typing': (viewer, { channel }) =>
    finds(unlessForbidden(viewer.messages.typing({ params: { channelId: channel.id } }))),
};

/** Seen, but not allowed, is not hidden. */
async function unlessForbidden(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof PlazaError && error.status === 403)) throw error;
  }
  return true;
}
