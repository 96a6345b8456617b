import { z } from 'zod';
import { coreLimits } from '../core/limits.js';
import { operation } from '../operation.js';
import { lineOfText, optionalText, PageQuery, page, SessionId } from '../scalars.js';
import { identityLimits } from './limits.js';
import {
  Account,
  directMessageSettings,
  Email,
  Password,
  Profile,
  refreshTokenIn,
  Session,
  SignedIn,
  Tokens,
  Username,
} from './views.js';

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
      login: z.string().min(1).max(identityLimits.email),
      password: z.string().min(1).max(identityLimits.password.maxBytes),
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
      currentPassword: z.string().min(1).max(identityLimits.password.maxBytes),
      newPassword: Password,
    }),
    errors: ['invalid_credentials'],
  }),
  forgotPassword: operation({
    method: 'POST',
    path: '/auth/password/forgot',
    summary: 'Mail a reset link, if the address is known; the answer never says',
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
    summary: 'Ask for another e-mail address; it counts once verified, and the old one is notified',
    access: 'user',
    scope: 'account',
    limit: 'mail',
    status: 202,
    body: z.strictObject({
      email: Email,
      currentPassword: z.string().min(1).max(identityLimits.password.maxBytes),
    }),
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
      displayName: lineOfText(identityLimits.displayName).optional(),
      bio: optionalText(identityLimits.bio).optional(),
      links: z
        .array(z.url({ protocol: /^https?$/ }).max(coreLimits.url))
        .max(identityLimits.profileLinks)
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
