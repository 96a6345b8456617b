-- Rows that must not exist at any moment; asked by "plaza check", every night, and by tests.

with living_channels as (
  -- The messages of deleted ones are erased batch by batch, in no order.
  select channels.*
  from channels
  left join communities on communities.id = channels.community_id
  where channels.deleted_at is null
    and communities.deleted_at is null
)

select 'a channel counts its messages from 1 without gap' as rule, living_channels.id::text as row_id
from living_channels
left join messages on messages.channel_id = living_channels.id
group by living_channels.id, living_channels.last_ordinal
having living_channels.last_ordinal <> count(messages.id)
    or living_channels.last_ordinal <> coalesce(max(messages.ordinal), 0)

union all

select 'marks never pass the last message', read_states.channel_id || ' ' || read_states.user_id
from read_states
join living_channels on living_channels.id = read_states.channel_id
where read_states.delivered_ordinal > living_channels.last_ordinal

union all

select 'own messages above the read mark are counted', read_states.channel_id || ' ' || read_states.user_id
from read_states
join living_channels on living_channels.id = read_states.channel_id
where read_states.own_unread_offset <> (
  select count(*)
  from messages
  where messages.channel_id = read_states.channel_id
    and messages.author_id = read_states.user_id
    and messages.ordinal > read_states.read_ordinal
)

union all

select 'the two of a direct channel are its members', living_channels.id::text
from living_channels
left join channel_members
  on channel_members.channel_id = living_channels.id
  and channel_members.user_id in (living_channels.lower_user_id, living_channels.higher_user_id)
where living_channels.type = 'direct'
group by living_channels.id
having count(channel_members.user_id) <> 2

union all

select 'members of a channel have a read state', channel_members.channel_id || ' ' || channel_members.user_id
from channel_members
join living_channels on living_channels.id = channel_members.channel_id
left join read_states
  on read_states.channel_id = channel_members.channel_id and read_states.user_id = channel_members.user_id
where read_states.user_id is null

union all

select 'a channel belongs to the community of its parent', channels.id::text
from channels
join channels as parents on parents.id = channels.parent_id
where channels.community_id is distinct from parents.community_id

union all

select 'overwrites are inherited from the parent, or from where it has them', channels.id::text
from channels
join channels as parents on parents.id = channels.parent_id
where channels.overwrites_from <> coalesce(parents.overwrites_from, parents.id)

union all

select 'time order is message order', later.channel_id || ' ' || later.ordinal
from messages as later
join messages as earlier on earlier.channel_id = later.channel_id and earlier.ordinal = later.ordinal - 1
where later.created_at < earlier.created_at

union all

select 'only the two write in a direct channel', messages.id::text
from messages
join channels on channels.id = messages.channel_id and channels.type = 'direct'
where messages.author_id not in (channels.lower_user_id, channels.higher_user_id)

union all

select 'no direct message crosses a block', messages.id::text
from messages
join channels on channels.id = messages.channel_id and channels.type = 'direct'
join blocks
  on (blocks.blocker_id, blocks.blocked_id) in (
    (channels.lower_user_id, channels.higher_user_id),
    (channels.higher_user_id, channels.lower_user_id)
  )
where messages.created_at > blocks.created_at

union all

select 'a message has one event', messages.id::text
from messages
left join events on events.name = 'message.sent' and events.subject ->> 'messageId' = messages.id::text
where messages.created_at > (select min(events.at) from events)
group by messages.id
having count(events.id) <> 1
