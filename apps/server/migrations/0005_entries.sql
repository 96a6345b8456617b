create table entries (
  id uuid primary key,
  kind text not null check (kind in ('post', 'comment')),
  author_id uuid not null references users on delete cascade,
  audience text not null check (audience in ('public', 'followers', 'mentioned')),
  title text,
  body text not null,
  root_id uuid not null references entries on delete cascade deferrable initially deferred,
  parent_id uuid references entries on delete cascade,
  depth int not null default 0 check (depth between 0 and 1000),
  up int not null default 0 check (up >= 0),
  down int not null default 0 check (down >= 0),
  score int not null generated always as (up - down) stored,
  hot double precision not null default 0,
  best double precision not null default 0,
  controversial double precision not null default 0,
  reply_count int not null default 0 check (reply_count >= 0),
  descendant_count int not null default 0 check (descendant_count >= 0),
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  removed_at timestamptz,
  check ((kind = 'comment') = (parent_id is not null)),
  check ((kind = 'post') = (title is not null)),
  check ((kind = 'post') = (root_id = id))
);

-- Identifiers carry their time, so the newest first is the highest id first.
create index posts_new on entries (id desc) where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_hot on entries (hot desc, id desc) where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_top on entries (score desc, id desc) where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_best on entries (best desc, id desc) where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_controversial on entries (controversial desc, id desc)
  where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_of_author on entries (author_id, id desc) where kind = 'post' and deleted_at is null and removed_at is null;
create index comments_best on entries (parent_id, best desc, id desc) where kind = 'comment';
create index comments_top on entries (parent_id, score desc, id desc) where kind = 'comment';
create index comments_controversial on entries (parent_id, controversial desc, id desc) where kind = 'comment';
create index comments_new on entries (parent_id, id desc) where kind = 'comment';
create index entries_of_root on entries (root_id) where kind = 'comment';

create table revisions (
  id uuid primary key,
  entry_id uuid not null references entries on delete cascade,
  title text,
  body text not null,
  replaced_at timestamptz not null
);

create index revisions_of_entry on revisions (entry_id, id desc);

create table votes (
  entry_id uuid not null references entries on delete cascade,
  user_id uuid not null references users on delete cascade,
  value smallint not null check (value in (-1, 0, 1)),
  voted_at timestamptz not null,
  primary key (entry_id, user_id)
);

create index votes_of_user on votes (user_id, entry_id);

create table mentions (
  entry_id uuid not null references entries on delete cascade,
  user_id uuid not null references users on delete cascade,
  primary key (entry_id, user_id)
);

create index mentions_of_user on mentions (user_id, entry_id desc);
