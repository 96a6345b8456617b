-- What has to be true of the whole database at every moment: each part gives the rows where it does not.
-- Asked by "plaza check", by the nightly check and by tests, in one statement.

with living_channels as (
  -- The messages of deleted ones are erased batch by batch, in no order.
  select channels.*
  from channels
  left join communities on communities.id = channels.community_id
  where channels.deleted_at is null
    and communities.deleted_at is null
)

-- Messages

select 'a channel counts its messages from 1 without gap' as rule, living_channels.id::text as place
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

-- People

select 'followers are counted', users.id::text
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

select 'posts are counted', users.id::text
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

select 'nobody follows across a block', follows.follower_id || ' ' || follows.followee_id
from follows
join blocks
  on (blocks.blocker_id, blocks.blocked_id) in (
    (follows.follower_id, follows.followee_id),
    (follows.followee_id, follows.follower_id)
  )

union all

-- Entries

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

select 'a comment stands in the tree of its parent', entries.id::text
from entries
join entries as parents on parents.id = entries.parent_id
where entries.root_id <> parents.root_id
   or entries.depth <> parents.depth + 1

union all

-- Communities

select 'members are counted', communities.id::text
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

union all

-- Notifications

select 'nobody is notified across a block', notifications.id::text
from notifications
cross join unnest(notifications.actor_ids) as actors (id)
join blocks
  on (blocks.blocker_id, blocks.blocked_id) in (
    (actors.id, notifications.recipient_id),
    (notifications.recipient_id, actors.id)
  )
where notifications.created_at > blocks.created_at

union all

-- The event log

select 'no listener is ahead of the log', event_cursors.consumer
from event_cursors
where event_cursors.xid > pg_snapshot_xmax(pg_current_snapshot())

union all

select 'no listener gave up on an event', dead_events.consumer || ' ' || dead_events.event_id
from dead_events

union all

select 'a message is told once', messages.id::text
from messages
left join events on events.name = 'message.sent' and events.subject ->> 'messageId' = messages.id::text
where messages.created_at > (select min(events.at) from events)
group by messages.id
having count(events.id) <> 1

union all

select 'an entry is told once', entries.id::text
from entries
left join events on events.name = 'entry.created' and events.subject ->> 'entryId' = entries.id::text
where entries.created_at > (select min(events.at) from events)
group by entries.id
having count(events.id) <> 1
