create table follows (
  follower_id uuid not null references users on delete cascade,
  followee_id uuid not null references users on delete cascade,
  state text not null check (state in ('requested', 'following')),
  created_at timestamptz not null,
  primary key (follower_id, followee_id),
  check (follower_id <> followee_id)
);

create index follows_of_followee on follows (followee_id, state, created_at desc, follower_id desc);
create index follows_of_follower on follows (follower_id, state, created_at desc, followee_id desc);

create table blocks (
  blocker_id uuid not null references users on delete cascade,
  blocked_id uuid not null references users on delete cascade,
  created_at timestamptz not null,
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);

create index blocks_of_blocked on blocks (blocked_id, blocker_id);
create index blocks_of_blocker on blocks (blocker_id, created_at desc, blocked_id desc);
