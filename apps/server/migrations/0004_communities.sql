create table communities (
  id uuid primary key,
  kind text not null check (kind in ('guild')),
  name text not null,
  handle citext not null,
  description text not null default '',
  visibility text not null check (visibility in ('public', 'private', 'secret')),
  join_policy text not null check (join_policy in ('open', 'closed')),
  owner_id uuid not null references users,
  member_count int not null default 0 check (member_count >= 0),
  created_at timestamptz not null,
  deleted_at timestamptz
);

-- A deleted community gives its handle back at once, long before its rows are erased.
create unique index communities_handle on communities (handle) where deleted_at is null;
create index communities_known on communities (id desc) where deleted_at is null and visibility <> 'secret';
create index communities_name_start on communities (lower(name) text_pattern_ops) where deleted_at is null;
create index communities_handle_start on communities (lower(handle::text) text_pattern_ops) where deleted_at is null;
create index communities_of_owner on communities (owner_id) where deleted_at is null;
create index communities_to_erase on communities (deleted_at) where deleted_at is not null;

create table members (
  community_id uuid not null references communities on delete cascade,
  user_id uuid not null references users on delete cascade,
  nickname text,
  joined_at timestamptz not null,
  primary key (community_id, user_id)
);

create index members_by_age on members (community_id, joined_at, user_id);
create index members_of_user on members (user_id, joined_at desc, community_id desc);

-- Apart from the membership, so that leaving and coming back does not end it.
create table timeouts (
  community_id uuid not null references communities on delete cascade,
  user_id uuid not null references users on delete cascade,
  until timestamptz not null,
  primary key (community_id, user_id)
);

create index timeouts_of_user on timeouts (user_id);

create table roles (
  id uuid primary key,
  community_id uuid not null references communities on delete cascade,
  name text not null,
  -- 0 is @everyone, higher stands above.
  position int not null check (position >= 0),
  permissions bigint not null,
  is_everyone boolean not null default false,
  created_at timestamptz not null,
  unique (community_id, position) deferrable initially deferred,
  unique (community_id, id),
  check (is_everyone = (position = 0))
);

create table member_roles (
  community_id uuid not null,
  user_id uuid not null,
  role_id uuid not null,
  primary key (community_id, user_id, role_id),
  foreign key (community_id, user_id) references members on delete cascade,
  foreign key (community_id, role_id) references roles (community_id, id) on delete cascade
);

create index member_roles_of_role on member_roles (community_id, role_id);

create table bans (
  community_id uuid not null references communities on delete cascade,
  user_id uuid not null references users on delete cascade,
  banned_by uuid references users on delete set null,
  reason text not null default '',
  created_at timestamptz not null,
  expires_at timestamptz,
  primary key (community_id, user_id)
);

create index bans_of_user on bans (user_id);

create table audit_log (
  id uuid primary key,
  community_id uuid not null references communities on delete cascade,
  actor_id uuid references users on delete set null,
  action text not null,
  target_id uuid,
  detail jsonb not null default '{}',
  at timestamptz not null
);

create index audit_log_of_community on audit_log (community_id, id desc);
create index audit_log_of_actor on audit_log (actor_id) where actor_id is not null;
