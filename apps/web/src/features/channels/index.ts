import type { Feature } from '../feature.js';
import { channelsRealtime } from './channels.realtime.js';

export {
  channelQuery,
  communityChannelsQuery,
  conversationsQuery,
  useUnreadCommunities,
} from './channels.queries.js';
export { Conversation } from './conversation.js';

/** Channels and the conversation in them, whether of a community or between two people. */
export const channels = { realtime: channelsRealtime } satisfies Feature;
