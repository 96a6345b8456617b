import { z } from 'zod';
import { limits } from './limits.js';
import { operation } from './operation.js';
import { lineOfText, optionalText, PageQuery, page, SessionId, Timestamp, UserId } from './scalars.js';

export const instanceRoles = ['user', 'moderator', 'admin', 'advertiser'] as const;
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
  .min(limits.username.min)
  .max(limits.username.max)
  .regex(/^[A-Za-z0-9_]+$/, { error: 'Letters a–z, digits and _ only' });
export const Email = z.email().max(limits.email);
export const Password = z
  .string()
  .min(limits.password.min)
  .max(limits.password.maxBytes)
  .refine((value) => new TextEncoder().encode(value).length <= limits.password.maxBytes, {
    error: 'At most 1 KiB',
  });

export const UserSummary = z
  .object({ id: UserId, username: z.string(), displayName: z.string() })
  .meta({ id: 'UserSummary' });
export type UserSummary = z.infer<typeof UserSummary>;

export const followStates = ['none', 'requested', 'following'] as const;

export const Profile = UserSummary.extend({
  bio: z.string(),
  links: z.array(z.string()).max(limits.profileLinks),
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
  links: z.array(z.string()).max(limits.profileLinks),
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
const refreshTokenIn = z.enum(['body', 'cookie']).default('body');

export const SignedIn = z
  .object({
    user: Account,
    accessToken: z.string(),
    refreshToken: z.string().nullable().meta({ description: 'Null when it was set as a cookie' }),
    expiresIn: z.int().meta({ description: 'Seconds the access token lives' }),
  })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof SignedIn>;

const Tokens = SignedIn.omit({ user: true }).meta({ id: 'Tokens' });
const Token = z.string().min(1).max(256);
const isTimeZone = (value: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch {
    return false;
  }
};

export const auth = {
  register: operation({
    method: 'POST',
    path: '/auth/register',
    summary: 'Create an account and sign in',
    access: 'anyone',
    scope: null,
    limit: 'register',
    status: 201,
    body: z.strictObject({ username: Username, email: Email, password: Password, refreshTokenIn }),
    response: SignedIn,
    errors: ['registration_closed', 'username_taken', 'email_taken', 'origin_refused'],
  }),
  login: operation({
    method: 'POST',
    path: '/auth/login',
    summary: 'Sign in by username or e-mail',
    access: 'anyone',
    scope: null,
    limit: 'signIn',
    status: 200,
    body: z.strictObject({
      login: z.string().min(1).max(limits.email),
      password: z.string().min(1).max(limits.password.maxBytes),
      refreshTokenIn,
    }),
    response: SignedIn,
    errors: ['invalid_credentials', 'forbidden', 'origin_refused'],
  }),
  refresh: operation({
    method: 'POST',
    path: '/auth/refresh',
    summary: 'Exchange a refresh token (from the body, else from the cookie) for a new pair',
    access: 'anyone',
    scope: null,
    limit: 'refresh',
    status: 200,
    body: z.strictObject({ refreshToken: Token.optional() }),
    response: Tokens,
    errors: ['session_ended', 'origin_refused'],
  }),
  logout: operation({
    method: 'POST',
    path: '/auth/logout',
    summary: 'End this session, its tokens and its sockets',
    access: 'user',
    scope: null,
    limit: 'write',
    status: 204,
    errors: [],
  }),
  sessions: operation({
    method: 'GET',
    path: '/auth/sessions',
    summary: 'The living sessions of the account, newest activity first',
    access: 'user',
    scope: 'account',
    limit: 'read',
    status: 200,
    query: PageQuery,
    response: page(Session),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  revokeSession: operation({
    method: 'DELETE',
    path: '/auth/sessions/{sessionId}',
    summary: 'End one session',
    access: 'user',
    scope: 'account',
    limit: 'write',
    status: 204,
    params: z.strictObject({ sessionId: SessionId }),
    errors: ['not_found'],
  }),
  revokeOtherSessions: operation({
    method: 'DELETE',
    path: '/auth/sessions',
    summary: 'End all sessions but this one',
    access: 'user',
    scope: 'account',
    limit: 'write',
    status: 204,
    errors: [],
  }),
  changePassword: operation({
    method: 'POST',
    path: '/auth/password/change',
    summary: 'Change the password; ends all other sessions',
    access: 'user',
    scope: 'account',
    limit: 'signIn',
    status: 204,
    body: z.strictObject({
      currentPassword: z.string().min(1).max(limits.password.maxBytes),
      newPassword: Password,
    }),
    errors: ['invalid_credentials'],
  }),
  forgotPassword: operation({
    method: 'POST',
    path: '/auth/password/forgot',
    summary: 'Mail a reset link, if the address is known; the answer never tells',
    access: 'anyone',
    scope: null,
    limit: 'mail',
    status: 202,
    body: z.strictObject({ email: Email }),
    errors: [],
  }),
  resetPassword: operation({
    method: 'POST',
    path: '/auth/password/reset',
    summary: 'Set a new password with a mailed token; ends all sessions',
    access: 'anyone',
    scope: null,
    limit: 'signIn',
    status: 204,
    body: z.strictObject({ token: Token, password: Password }),
    errors: ['token_invalid'],
  }),
  verifyEmail: operation({
    method: 'POST',
    path: '/auth/email/verify',
    summary: 'Prove an e-mail address with a mailed token',
    access: 'anyone',
    scope: null,
    limit: 'signIn',
    status: 204,
    body: z.strictObject({ token: Token }),
    errors: ['token_invalid', 'email_taken'],
  }),
  resendVerification: operation({
    method: 'POST',
    path: '/auth/email/resend',
    summary: 'Mail the verification link again',
    access: 'user',
    scope: 'account',
    limit: 'mail',
    status: 202,
    errors: [],
  }),
  changeEmail: operation({
    method: 'POST',
    path: '/auth/email/change',
    summary: 'Ask for another e-mail address; it counts once verified, and the old one is told',
    access: 'user',
    scope: 'account',
    limit: 'mail',
    status: 202,
    body: z.strictObject({ email: Email, currentPassword: z.string().min(1).max(limits.password.maxBytes) }),
    errors: ['invalid_credentials'],
  }),
  undoEmailChange: operation({
    method: 'POST',
    path: '/auth/email/undo',
    summary: 'Take a change of e-mail back with the token mailed to the old address; ends all sessions',
    access: 'anyone',
    scope: null,
    limit: 'signIn',
    status: 204,
    body: z.strictObject({ token: Token }),
    errors: ['token_invalid'],
  }),
};

export const users = {
  me: operation({
    method: 'GET',
    path: '/users/me',
    summary: 'The own account',
    access: 'user',
    scope: 'profile:read',
    limit: 'read',
    status: 200,
    response: Account,
    errors: [],
  }),
  updateMe: operation({
    method: 'PATCH',
    path: '/users/me',
    summary: 'Change the own profile; only the fields that are sent',
    access: 'user',
    scope: 'profile:write',
    limit: 'write',
    status: 200,
    body: z.strictObject({
      username: Username.optional(),
      displayName: lineOfText(limits.displayName).optional(),
      bio: optionalText(limits.bio).optional(),
      links: z
        .array(z.url({ protocol: /^https?$/ }).max(limits.url))
        .max(limits.profileLinks)
        .optional(),
      isPrivate: z.boolean().optional(),
      locale: z
        .string()
        .max(35)
        .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
        .optional(),
      timeZone: z.string().max(64).refine(isTimeZone, { error: 'Not a time zone' }).optional(),
      directMessages: z.enum(directMessageSettings).nullable().optional(),
      sharesMarks: z.boolean().optional(),
    }),
    response: Account,
    errors: ['username_taken'],
  }),
  get: operation({
    method: 'GET',
    path: '/users/{idOrUsername}',
    summary: 'A profile, by id or username',
    access: 'anyone',
    scope: 'profile:read',
    limit: 'read',
    status: 200,
    params: z.strictObject({ idOrUsername: z.string().min(1).max(36) }),
    response: Profile,
    errors: ['not_found'],
  }),
};
