create table entries (
  id uuid primary key,
  kind text not null check (kind in ('post', 'comment')),
  author_id uuid not null references users on delete cascade,
  -- Of a root; a comment has the audience of its root.
  audience text check (audience in ('public', 'followers', 'mentioned')),
  title text,
  body text not null,
  -- Comes before the parent: erasing a root then ends its whole tree in one step, however deep it is.
  root_id uuid not null references entries on delete cascade,
  parent_id uuid references entries on delete cascade,
  depth int not null default 0 check (depth between 0 and 1000),
  up int not null default 0 check (up >= 0),
  down int not null default 0 check (down >= 0),
  score int not null generated always as (up - down) stored,
  -- The rankings of reference d.2, written with every vote because they hang on its columns; the same as `rankings.ts`.
  hot double precision not null generated always as (
    round((
      sign(up - down) * log(greatest(abs(up - down), 1)::double precision)
      + (extract(epoch from created_at at time zone 'UTC')::double precision - 1767225600) / 45000
    )::numeric, 7)::double precision
  ) stored,
  best double precision not null generated always as (
    case when up = 0 then 0 else (
      up::double precision / (up + down) + 1.281551565545 ^ 2 / (2 * (up + down))
      - 1.281551565545 * sqrt(
        (up::double precision / (up + down) * down / (up + down) + 1.281551565545 ^ 2 / (4 * (up + down))) / (up + down)
      )
    ) / (1 + 1.281551565545 ^ 2 / (up + down)) end
  ) stored,
  controversial double precision not null generated always as (
    case when up = 0 or down = 0 then 0
    else (up + down)::double precision ^ (least(up, down)::double precision / greatest(up, down)) end
  ) stored,
  reply_count int not null default 0 check (reply_count >= 0),
  descendant_count int not null default 0 check (descendant_count >= 0),
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  removed_at timestamptz,
  check ((kind = 'comment') = (parent_id is not null)),
  check ((kind = 'comment') = (audience is null)),
  check ((kind = 'post') = (title is not null)),
  check ((kind = 'post') = (root_id = id))
) with (fillfactor = 85);

-- Identifiers carry their time, so the newest first is the highest id first.
create index posts_new on entries (id desc) where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_hot on entries (hot desc, id desc) where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_top on entries (score desc, id desc) where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_best on entries (best desc, id desc) where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_controversial on entries (controversial desc, id desc)
  where kind = 'post' and deleted_at is null and removed_at is null;
-- The top of a window is merged from the tops of its days.
create index posts_top_of_day on entries (((created_at at time zone 'UTC')::date), score desc, id desc)
  where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_rising on entries (id desc)
  where kind = 'post' and deleted_at is null and removed_at is null and score >= 3;
create index posts_of_author on entries (author_id, id desc)
  where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_of_author_hot on entries (author_id, hot desc, id desc)
  where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_of_author_top on entries (author_id, score desc, id desc)
  where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_of_author_best on entries (author_id, best desc, id desc)
  where kind = 'post' and deleted_at is null and removed_at is null;
create index posts_of_author_controversial on entries (author_id, controversial desc, id desc)
  where kind = 'post' and deleted_at is null and removed_at is null;

-- `parent_id is not null` follows from any comparison with it, so the foreign key's own look-ups use these too.
create index comments_best on entries (parent_id, best desc, id desc) where parent_id is not null;
create index comments_top on entries (parent_id, score desc, id desc) where parent_id is not null;
create index comments_controversial on entries (parent_id, controversial desc, id desc) where parent_id is not null;
create index comments_new on entries (parent_id, id desc) where parent_id is not null;
create index entries_of_root on entries (root_id);

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
  -- Where in the text the person is first named, counted from 0.
  position smallint not null check (position >= 0),
  primary key (entry_id, user_id)
);

create index mentions_of_user on mentions (user_id, entry_id desc);
