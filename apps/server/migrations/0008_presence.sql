create table presence (
  user_id uuid primary key references users on delete cascade,
  choice text not null default 'online' check (choice in ('online', 'idle', 'dnd', 'invisible')),
  -- Stands still while the person is invisible.
  last_seen_at timestamptz
);
