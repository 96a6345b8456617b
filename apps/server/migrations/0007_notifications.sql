create table notifications (
  id uuid primary key,
  recipient_id uuid not null references users on delete cascade,
  type text not null check (
    type in ('follow', 'follow_request', 'follow_accepted', 'comment', 'mention', 'message', 'security')
  ),
  -- Happenings with the same key join one row while it is unseen.
  group_key text not null,
  -- Newest first; empty where nobody made it happen.
  actor_ids uuid[] not null check (cardinality(actor_ids) <= 100),
  count int not null check (count >= 1),
  entry_id uuid references entries on delete cascade,
  channel_id uuid references channels on delete cascade,
  reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  seen_at timestamptz,
  read_at timestamptz
);

create unique index notifications_open_group on notifications (recipient_id, type, group_key) where seen_at is null;
create index notifications_inbox on notifications (recipient_id, updated_at desc, id desc);
create index notifications_unread on notifications (recipient_id, updated_at desc) where read_at is null;
create index notifications_of_entry on notifications (entry_id) where entry_id is not null;
create index notifications_of_channel on notifications (channel_id) where channel_id is not null;
