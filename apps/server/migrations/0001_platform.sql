create extension if not exists citext;

create table events (
  id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  name text not null,
  topics text[] not null,
  subject jsonb not null,
  actor_id uuid,
  at timestamptz not null,
  primary key (at, id)
) partition by range (at);

create index events_order on events (xid, id);

-- Catches what no daily partition covers; empty as long as the partitions are made ahead of time.
create table events_default partition of events default;

create table event_cursors (
  consumer text primary key,
  xid xid8 not null,
  event_id uuid not null,
  leased_by uuid,
  leased_until timestamptz,
  moved_at timestamptz not null
);

create table dead_events (
  consumer text not null,
  event_id uuid not null,
  name text not null,
  subject jsonb not null,
  error text not null,
  attempts int not null,
  at timestamptz not null,
  primary key (consumer, event_id)
);

create table idempotency_keys (
  user_id uuid not null,
  key_hash bytea not null,
  operation text not null,
  request_hash bytea not null,
  status smallint not null,
  -- Opens only with the key itself: what a person deletes must not stay readable here.
  sealed_response bytea not null,
  created_at timestamptz not null,
  primary key (user_id, key_hash)
);

create index idempotency_keys_age on idempotency_keys (created_at);
