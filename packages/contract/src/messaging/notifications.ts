import { z } from 'zod';
import { ChannelId } from '../scalars.js';

export const messagingNotificationKinds = ['message'] as const;

export const ChannelSubject = z.object({ type: z.literal('channel'), channelId: ChannelId });
