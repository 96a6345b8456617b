create table notifications (
  id uuid primary key,
  recipient_id uuid not null references users on delete cascade,
  type text not null check (
    type in ('follow', 'follow_request', 'follow_accepted', 'comment', 'mention', 'message', 'security')
  ),
  group_key text not null,
  actor_ids uuid[] not null,
  count int not null check (count >= 1),
  subject jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  seen_at timestamptz,
  read_at timestamptz
);

create unique index notifications_open_group on notifications (recipient_id, type, group_key) where seen_at is null;
create index notifications_inbox on notifications (recipient_id, updated_at desc, id desc);
create index notifications_unread on notifications (recipient_id) where read_at is null;
