create index entries_to_erase on entries (deleted_at) where deleted_at is not null;
