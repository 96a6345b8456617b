import { z } from 'zod';
import { SessionId, Timestamp, UserId } from '../scalars.js';
import { instanceRoles } from './instance-roles.js';
import { identityLimits } from './limits.js';

export const directMessageSettings = [
  'everyone',
  'followers',
  'mutuals',
  'connections',
  'mutuals-or-connections',
  'nobody',
] as const;

export const Username = z
  .string()
  .min(identityLimits.username.min)
  .max(identityLimits.username.max)
  .regex(/^[A-Za-z0-9_]+$/, { error: 'Letters a–z, digits and _ only' });
export const Email = z.email().max(identityLimits.email);
/** A language, perhaps with a script and a region, as in `de-AT`. */
export const Locale = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);
export const Password = z
  .string()
  .min(identityLimits.password.min)
  .max(identityLimits.password.maxBytes)
  .refine((value) => new TextEncoder().encode(value).length <= identityLimits.password.maxBytes, {
    error: 'At most 1 KiB',
  });

export const UserSummary = z
  .object({ id: UserId, username: z.string(), displayName: z.string() })
  .meta({ id: 'UserSummary' });
export type UserSummary = z.infer<typeof UserSummary>;

export const followStates = ['none', 'requested', 'following'] as const;

export const Profile = UserSummary.extend({
  bio: z.string(),
  links: z.array(z.string()).max(identityLimits.profileLinks),
  isPrivate: z.boolean(),
  role: z.enum(instanceRoles),
  createdAt: Timestamp,
  /** Null where the viewer may not see the lists behind them. */
  counts: z.object({ posts: z.int(), followers: z.int(), following: z.int() }).nullable(),
  viewer: z.object({
    isSelf: z.boolean(),
    follow: z.enum(followStates),
    followsViewer: z.boolean(),
    blocking: z.boolean(),
    can: z.object({ follow: z.boolean(), message: z.boolean(), block: z.boolean(), edit: z.boolean() }),
  }),
}).meta({ id: 'Profile' });
export type Profile = z.infer<typeof Profile>;

export const Account = UserSummary.extend({
  bio: z.string(),
  links: z.array(z.string()).max(identityLimits.profileLinks),
  isPrivate: z.boolean(),
  role: z.enum(instanceRoles),
  createdAt: Timestamp,
  email: z.string(),
  emailVerified: z.boolean(),
  /** An address that counts once it is verified. */
  pendingEmail: z.string().nullable(),
  locale: z.string(),
  timeZone: z.string(),
  directMessages: z.enum(directMessageSettings).nullable(),
  /** Whether people one writes with see what reached one and what one has read; who hides it sees theirs neither. */
  sharesMarks: z.boolean(),
}).meta({ id: 'Account', description: 'The own account, seen by its owner alone' });
export type Account = z.infer<typeof Account>;

export const Session = z
  .object({
    id: SessionId,
    device: z.string(),
    ip: z.string(),
    createdAt: Timestamp,
    lastSeenAt: Timestamp,
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** `cookie` keeps the refresh token out of reach of scripts: for web pages of this origin. */
export const refreshTokenIn = z.enum(['body', 'cookie']).default('body');

export const SignedIn = z
  .object({
    user: Account,
    accessToken: z.string(),
    refreshToken: z.string().nullable().meta({ description: 'Null when it was set as a cookie' }),
    expiresIn: z.int().meta({ description: 'Seconds the access token lives' }),
  })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof SignedIn>;

export const Tokens = SignedIn.omit({ user: true }).meta({ id: 'Tokens' });
