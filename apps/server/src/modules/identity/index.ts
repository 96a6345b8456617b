import { Module } from '@nestjs/common';
import { Authenticator } from '../../platform/http/authenticator.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountsService } from './accounts/accounts.service.js';
import { RegistrationService } from './accounts/registration.service.js';
import { SignInService } from './accounts/sign-in.service.js';
import { EmailController } from './email/email.controller.js';
import { EmailAddresses } from './email/email-addresses.js';
import { MailLimit } from './mail/mail-limit.js';
import { OneTimeTokens } from './mail/one-time-tokens.js';
import './identity.events.js';
import { IdentityListeners } from './identity.listeners.js';
import { IdentityNotifications } from './identity.notifications.js';
import { IdentityRealtime } from './identity.realtime.js';
import './identity.tables.js';
import { IdentityJobs } from './identity.jobs.js';
import { KeyRotation } from './keys/key-rotation.js';
import { PublishedKeys } from './keys/published-keys.js';
import { SigningKeys } from './keys/signing-keys.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordProof } from './passwords/password-proof.js';
import { PasswordsController } from './passwords/passwords.controller.js';
import { PasswordsService } from './passwords/passwords.service.js';
import { SignInThrottle } from './passwords/sign-in-throttle.js';
import { AccessTokens } from './sessions/access-tokens.js';
import { LastSeen } from './sessions/last-seen.js';
import { LivingSessions } from './sessions/living-sessions.js';
import { RefreshTokens } from './sessions/refresh-tokens.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsQueries } from './sessions/sessions.queries.js';
import { SessionsService } from './sessions/sessions.service.js';
import { TokenAuthenticator } from './sessions/token-authenticator.js';
import { UserDirectory } from './user-directory.js';

export { presenceTopic } from './identity.events.js';
export type { DirectMessageSetting } from './identity.tables.js';
export { SigningKeys } from './keys/signing-keys.js';
export { UserDirectory, type UserRecord } from './user-directory.js';
export {
  changeUserRole,
  isActiveUser,
  isPrivateUser,
  lockUsers,
  moveCounts,
  sharesMarks,
  userSummary,
} from './users.repository.js';

export const identityControllers = [
  AccountsController,
  PasswordsController,
  EmailController,
  SessionsController,
] as const;

/** Accounts, passwords, sessions and tokens. Knows no other module. */
@Module({
  providers: [
    ...identityControllers,
    AccountsService,
    RegistrationService,
    SignInService,
    SignInThrottle,
    PasswordsService,
    PasswordHasher,
    PasswordProof,
    EmailAddresses,
    MailLimit,
    OneTimeTokens,
    SigningKeys,
    PublishedKeys,
    KeyRotation,
    AccessTokens,
    RefreshTokens,
    LastSeen,
    LivingSessions,
    SessionsService,
    SessionsQueries,
    TokenAuthenticator,
    { provide: Authenticator, useExisting: TokenAuthenticator },
    UserDirectory,
    IdentityListeners,
    IdentityRealtime,
    IdentityNotifications,
    IdentityJobs,
  ],
  exports: [Authenticator, UserDirectory, SigningKeys],
})
export class IdentityModule {}
