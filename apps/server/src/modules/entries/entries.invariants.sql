-- Rows that must not exist at any moment; asked by "plaza check", every night, and by tests.

select 'posts are counted' as rule, users.id::text as row_id
from users
where users.post_count <> (
  select count(*)
  from entries
  where entries.author_id = users.id
    and entries.kind = 'post'
    and entries.deleted_at is null
    and entries.removed_at is null
)

union all

select 'votes are counted', entries.id::text
from entries
left join votes on votes.entry_id = entries.id
group by entries.id
having entries.up <> count(*) filter (where votes.value = 1)
    or entries.down <> count(*) filter (where votes.value = -1)

union all

select 'nobody votes on an own entry', entries.id::text
from votes
join entries on entries.id = votes.entry_id and entries.author_id = votes.user_id
where votes.value <> 0

union all

select 'replies are counted', entries.id::text
from entries
left join entries as replies
  on replies.parent_id = entries.id and replies.deleted_at is null and replies.removed_at is null
group by entries.id
having entries.reply_count <> count(replies.id)

union all

select 'descendants are counted', entries.id::text
from entries
where entries.descendant_count <> (
  with recursive below as (
    select children.id, children.deleted_at, children.removed_at
    from entries as children
    where children.parent_id = entries.id
    union all
    select children.id, children.deleted_at, children.removed_at
    from below
    join entries as children on children.parent_id = below.id
  )
  select count(*) from below where below.deleted_at is null and below.removed_at is null
)

union all

select 'a comment is in the tree of its parent', entries.id::text
from entries
join entries as parents on parents.id = entries.parent_id
where entries.root_id <> parents.root_id
   or entries.depth <> parents.depth + 1

union all

select 'an entry has one event', entries.id::text
from entries
left join events on events.name = 'entry.created' and events.subject ->> 'entryId' = entries.id::text
where entries.created_at > (select min(events.at) from events)
group by entries.id
having count(events.id) <> 1
