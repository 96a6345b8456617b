import type { Channel, Community, Message } from '@plaza/contract';
import { type Plaza, PlazaError } from '@plaza/sdk';

/** A message to look for in its channel. */
export interface SoughtMessage {
  community: Community | null;
  channel: Channel;
  message: Message;
}

type Surface = (asker: Plaza, sought: SoughtMessage) => Promise<boolean>;

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
  'channels.get': (asker, { channel }) =>
    finds(asker.channels.get({ params: { channelId: channel.id } }).then(() => true)),
  'messages.history': (asker, { channel, message }) =>
    finds(
      asker.messages
        .history({ params: { channelId: channel.id } })
        .then(({ items }) => items.some(({ id }) => id === message.id)),
    ),
  'messages.history around': (asker, { channel, message }) =>
    finds(
      asker.messages
        .history({ params: { channelId: channel.id }, query: { around: message.id } })
        .then(({ items }) => items.some(({ id }) => id === message.id)),
    ),
};

/** Surfaces that list channels: of a community, or one's own conversations. */
export const channelLists: Record<'channels.list' | 'channels.mine', Surface> = {
  'channels.list': (asker, { community, channel }) =>
    finds(
      asker.channels
        .list({ params: { communityId: community?.id ?? '' } })
        .then(({ items }) => items.some(({ id }) => id === channel.id)),
    ),
  'channels.mine': (asker, { channel }) =>
    finds(asker.channels.mine().then(({ items }) => items.some(({ id }) => id === channel.id))),
};

/** Surfaces for members alone. */
export const memberSurfaces: Record<string, Surface> = {
  'channels.permissions': (asker, { channel }) =>
    finds(asker.channels.permissions({ params: { channelId: channel.id } }).then(() => true)),
  'messages.pointers': (asker, { channel }) =>
    finds(asker.messages.pointers({ params: { channelId: channel.id } }).then(() => true)),
  'channels.overwrites': (asker, { channel }) =>
    finds(unlessForbidden(asker.channels.overwrites({ params: { channelId: channel.id } }))),
  'messages.typing': (asker, { channel }) =>
    finds(unlessForbidden(asker.messages.typing({ params: { channelId: channel.id } }))),
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
