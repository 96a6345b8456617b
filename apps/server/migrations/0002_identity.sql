create table users (
  id uuid primary key,
  username citext not null unique,
  -- Names that look alike share one skeleton.
  username_skeleton text not null unique,
  email citext not null unique,
  email_verified_at timestamptz,
  pending_email citext,
  display_name text not null,
  bio text not null default '',
  links text[] not null default '{}',
  locale text not null default 'en',
  time_zone text not null default 'UTC',
  role text not null default 'user' check (role in ('user', 'moderator', 'admin', 'advertiser')),
  is_private boolean not null default false,
  direct_messages text check (
    direct_messages in ('everyone', 'followers', 'mutuals', 'connections', 'mutuals-or-connections', 'nobody')
  ),
  status text not null default 'active' check (status in ('active', 'suspended', 'deleting')),
  post_count int not null default 0 check (post_count >= 0),
  follower_count int not null default 0 check (follower_count >= 0),
  following_count int not null default 0 check (following_count >= 0),
  created_at timestamptz not null
);

create table credentials (
  user_id uuid primary key references users on delete cascade,
  password_hash text not null,
  changed_at timestamptz not null
);

create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  device text not null,
  ip inet not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text
);

create index sessions_of_user on sessions (user_id, last_seen_at desc, id desc) where revoked_at is null;
create index sessions_known_address on sessions (user_id, ip);

create table refresh_tokens (
  hash bytea primary key,
  session_id uuid not null references sessions on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  rotated_at timestamptz
);

create index refresh_tokens_of_session on refresh_tokens (session_id);

create table one_time_tokens (
  hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  purpose text not null check (purpose in ('verify_email', 'reset_password', 'undo_email')),
  -- The address the token was mailed to or speaks about.
  email citext not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create index one_time_tokens_of_user on one_time_tokens (user_id, purpose);
-- Addresses that may still be taken back belong to nobody else.
create index one_time_tokens_reserved on one_time_tokens (email) where purpose = 'undo_email' and used_at is null;

create table signing_keys (
  id text primary key,
  public_jwk jsonb not null,
  -- Encrypted with the instance's secret key.
  private_key bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
