-- Rows that must not exist at any moment; asked by "plaza check", every night, and by tests.

select 'followers are counted' as rule, users.id::text as row_id
from users
where users.follower_count <> (
  select count(*) from follows where follows.followee_id = users.id and follows.state = 'following'
)

union all

select 'the followed are counted', users.id::text
from users
where users.following_count <> (
  select count(*) from follows where follows.follower_id = users.id and follows.state = 'following'
)

union all

select 'nobody follows across a block', follows.follower_id || ' ' || follows.followee_id
from follows
join blocks
  on (blocks.blocker_id, blocks.blocked_id) in (
    (follows.follower_id, follows.followee_id),
    (follows.followee_id, follows.follower_id)
  )
