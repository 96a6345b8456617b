-- Rows that must not exist at any moment; asked by "plaza check", every night, and by tests.

select 'nobody is notified across a block' as rule, notifications.id::text as row_id
from notifications
cross join unnest(notifications.actor_ids) as actors (id)
join blocks
  on (blocks.blocker_id, blocks.blocked_id) in (
    (actors.id, notifications.recipient_id),
    (notifications.recipient_id, actors.id)
  )
where notifications.created_at > blocks.created_at
