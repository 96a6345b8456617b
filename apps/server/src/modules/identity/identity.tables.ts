import type { instanceRoles, SessionId, UserId } from '@plaza/contract';
import type { Defaulted } from '../../platform/database/tables.js';
import type { RevocationReason } from './identity.events.js';

export type InstanceRole = (typeof instanceRoles)[number];
export type AccountStatus = 'active' | 'suspended' | 'deleting';
export type DirectMessageSetting =
  | 'everyone'
  | 'followers'
  | 'mutuals'
  | 'connections'
  | 'mutuals-or-connections'
  | 'nobody';
export type TokenPurpose = 'verify_email' | 'reset_password' | 'undo_email';

interface UsersTable {
  id: UserId;
  username: string;
  username_skeleton: string;
  email: string;
  email_verified_at: Date | null;
  pending_email: string | null;
  display_name: string;
  bio: Defaulted<string>;
  links: Defaulted<string[]>;
  locale: Defaulted<string>;
  time_zone: Defaulted<string>;
  role: Defaulted<InstanceRole>;
  is_private: Defaulted<boolean>;
  direct_messages: DirectMessageSetting | null;
  shares_marks: Defaulted<boolean>;
  status: Defaulted<AccountStatus>;
  post_count: Defaulted<number>;
  follower_count: Defaulted<number>;
  following_count: Defaulted<number>;
  created_at: Date;
}

interface CredentialsTable {
  user_id: UserId;
  password_hash: string;
  changed_at: Date;
}

interface SessionsTable {
  id: SessionId;
  user_id: UserId;
  device: string;
  ip: string;
  created_at: Date;
  last_seen_at: Date;
  proven_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  revoked_reason: RevocationReason | null;
}

interface RefreshTokensTable {
  hash: Buffer;
  session_id: SessionId;
  created_at: Date;
  expires_at: Date;
  rotated_at: Date | null;
}

interface OneTimeTokensTable {
  hash: Buffer;
  user_id: UserId;
  purpose: TokenPurpose;
  email: string;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

interface SigningKeysTable {
  id: string;
  public_jwk: unknown;
  private_key: Buffer;
  created_at: Date;
  retired_at: Date | null;
}

declare module '../../platform/database/tables.js' {
  interface Tables {
    users: UsersTable;
    credentials: CredentialsTable;
    sessions: SessionsTable;
    refresh_tokens: RefreshTokensTable;
    one_time_tokens: OneTimeTokensTable;
    signing_keys: SigningKeysTable;
  }
}
