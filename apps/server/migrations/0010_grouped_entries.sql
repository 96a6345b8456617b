-- A row tells of several entries: it lives as long as one of them, and shows the newest that its recipient may see.
alter table notifications
  add column earlier_entry_ids uuid[] not null default '{}' check (cardinality(earlier_entry_ids) < 100),
  drop constraint notifications_entry_id_fkey,
  add constraint notifications_entry_id_fkey foreign key (entry_id) references entries on delete set null;
