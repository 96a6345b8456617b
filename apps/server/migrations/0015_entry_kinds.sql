-- Kinds of entries as data: what a new kind needs of the schema is a line in the constraint at the end, and its name in the
-- function where it does not appear in feeds. The indexes name the property, and have the kind in their key where a list is of one
-- kind, so that a further kind adds none. They are built beside the old ones, which go last: writers of entries wait for the
-- builds (a minute for some million rows), readers only for the last lines.

-- Indexes rest on it: a kind joins or leaves before it has rows, or they are built anew. It says what is not in feeds, because a
-- list of one kind that is would imply the kind, and PostgreSQL then leaves it out of the look-up by the key that begins with it.
create function is_in_feeds(kind text) returns boolean
  language sql immutable parallel safe
  return kind not in ('comment');

create index entries_new on entries (id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_hot on entries (kind, hot desc, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_top on entries (kind, score desc, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_best on entries (kind, best desc, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_controversial on entries (kind, controversial desc, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_top_of_day on entries (kind, ((created_at at time zone 'UTC')::date), score desc, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_rising on entries (kind, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null and score >= 3;
create index entries_of_author on entries (author_id, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_of_author_hot on entries (author_id, kind, hot desc, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_of_author_top on entries (author_id, kind, score desc, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_of_author_best on entries (author_id, kind, best desc, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;
create index entries_of_author_controversial on entries (author_id, kind, controversial desc, id desc)
  where is_in_feeds(kind) and deleted_at is null and removed_at is null;

drop index posts_new, posts_hot, posts_top, posts_best, posts_controversial, posts_top_of_day, posts_rising,
  posts_of_author, posts_of_author_hot, posts_of_author_top, posts_of_author_best, posts_of_author_controversial;
alter index comments_best rename to replies_best;
alter index comments_top rename to replies_top;
alter index comments_controversial rename to replies_controversial;
alter index comments_new rename to replies_new;

-- The rows that are there passed the same checks one by one, so they are not read for it again.
alter table entries
  drop constraint entries_kind_check,
  drop constraint entries_check,
  drop constraint entries_check1,
  drop constraint entries_check2,
  drop constraint entries_check3,
  add constraint entries_root check (
    (parent_id is null) = (root_id = id) and (parent_id is null) = (audience is not null)
  ) not valid,
  add constraint entries_kind check (
    (kind, parent_id is null, title is not null) in (
      -- kind, is a root, has a title
      ('post', true, true),
      ('comment', false, false)
    )
  ) not valid;
