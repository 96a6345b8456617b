create table channels (
  id uuid primary key,
  type text not null check (type in ('text', 'direct')),
  -- No cascade: the messages of a deleted community are erased in batches first.
  community_id uuid references communities,
  name text,
  topic text not null default '',
  position int not null default 0,
  slow_mode_seconds int not null default 0 check (slow_mode_seconds between 0 and 21600),
  -- The ordered pair of a direct channel.
  lower_user_id uuid references users on delete cascade,
  higher_user_id uuid references users on delete cascade,
  last_ordinal int not null default 0 check (last_ordinal >= 0),
  last_message_at timestamptz,
  created_at timestamptz not null,
  deleted_at timestamptz,
  unique (lower_user_id, higher_user_id),
  check ((type = 'direct') = (community_id is null)),
  check ((type = 'direct') = (lower_user_id is not null and higher_user_id is not null)),
  check ((type = 'direct') = (name is null)),
  check (lower_user_id < higher_user_id)
) with (fillfactor = 80);

create index channels_of_community on channels (community_id, position, id) where community_id is not null;
create index channels_of_higher_user on channels (higher_user_id) where higher_user_id is not null;
create index channels_to_erase on channels (deleted_at) where deleted_at is not null;

create table overwrites (
  channel_id uuid not null references channels on delete cascade,
  target_type text not null check (target_type in ('role', 'member')),
  role_id uuid references roles on delete cascade,
  user_id uuid references users on delete cascade,
  allow bigint not null default 0,
  deny bigint not null default 0,
  check ((target_type = 'role') = (role_id is not null)),
  check ((target_type = 'member') = (user_id is not null)),
  check (allow & deny = 0),
  unique nulls not distinct (channel_id, role_id, user_id)
);

create index overwrites_of_role on overwrites (role_id) where role_id is not null;
create index overwrites_of_user on overwrites (user_id) where user_id is not null;

create table channel_members (
  channel_id uuid not null references channels on delete cascade,
  user_id uuid not null references users on delete cascade,
  delivered_ordinal int not null default 0,
  read_ordinal int not null default 0,
  -- Own messages above the read mark: they are never unread.
  own_since_read int not null default 0 check (own_since_read >= 0),
  -- Orders the list of direct conversations; null in the channels of a community.
  latest_at timestamptz,
  primary key (channel_id, user_id),
  check (read_ordinal >= 0 and delivered_ordinal >= read_ordinal)
) with (fillfactor = 80);

create index conversations_of_user on channel_members (user_id, latest_at desc, channel_id desc)
  where latest_at is not null;
create index channel_members_of_user on channel_members (user_id);

-- Time order is ordinal order: created_at never goes back within a channel.
create table messages (
  id uuid primary key,
  channel_id uuid not null references channels on delete cascade,
  ordinal int not null check (ordinal >= 1),
  -- No cascade: a tombstone keeps the ordinals without gap.
  author_id uuid not null references users,
  body text not null,
  reply_to uuid references messages on delete set null,
  nonce text,
  -- Tells the same draft from another one under the same nonce, also after an edit.
  draft_digest bytea,
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  unique (channel_id, ordinal),
  check (deleted_at is null or body = '')
);

create unique index messages_nonce on messages (author_id, channel_id, nonce) where nonce is not null;
create index messages_by_time on messages (channel_id, created_at, ordinal);
create index messages_of_author on messages (channel_id, author_id, ordinal desc);
create index messages_replied_to on messages (reply_to) where reply_to is not null;
