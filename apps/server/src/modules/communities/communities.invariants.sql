-- Rows that must not exist at any moment; asked by "plaza check", every night, and by tests.

select 'members are counted' as rule, communities.id::text as row_id
from communities
where communities.deleted_at is null
  and communities.member_count <> (
    select count(*) from members where members.community_id = communities.id
  )

union all

select 'the owner is a member', communities.id::text
from communities
where communities.deleted_at is null
  and not exists (
    select from members
    where members.community_id = communities.id and members.user_id = communities.owner_id
  )

union all

select 'a community has one role for everyone', communities.id::text
from communities
where communities.deleted_at is null
  and 1 <> (
    select count(*) from roles where roles.community_id = communities.id and roles.is_everyone
  )
