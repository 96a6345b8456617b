-- Rows that must not exist at any moment; asked by "plaza check", every night, and by tests.

select 'no listener is ahead of the log' as rule, event_cursors.consumer as row_id
from event_cursors
where event_cursors.xid > pg_snapshot_xmax(pg_current_snapshot())

union all

select 'no listener gave up on an event', dead_events.consumer || ' ' || dead_events.event_id
from dead_events
