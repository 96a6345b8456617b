import { z } from 'zod';
import { followStates, UserSummary } from '../identity/views.js';
import { Timestamp } from '../scalars.js';

export const FollowState = z.object({ follow: z.enum(followStates) }).meta({ id: 'FollowState' });

export const FollowEdge = z
  .object({ user: UserSummary, since: Timestamp, viewer: z.object({ follow: z.enum(followStates) }) })
  .meta({ id: 'FollowEdge' });
export type FollowEdge = z.infer<typeof FollowEdge>;
