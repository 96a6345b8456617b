-- The types of channels; what each is stands in channel-types.ts. A new type is a row here and, where its channels have a
-- shape of their own, a check named after it: no older check changes.
create table channel_types (
  name text primary key
);

insert into channel_types (name) values ('text'), ('direct');

alter table channels
  -- A category or the channel of a thread. No cascade: whatever ends a parent says what becomes of its children.
  add column parent_id uuid references channels,
  -- The ancestor whose overwrites apply here; null where the channel has its own.
  add column overwrites_from uuid references channels,
  drop constraint channels_type_check,
  drop constraint channels_check,
  drop constraint channels_check1,
  drop constraint channels_check2,
  add constraint channels_type_fkey foreign key (type) references channel_types,
  add constraint channels_text check (
    type <> 'text' or (community_id is not null and name is not null and lower_user_id is null)
  ),
  add constraint channels_direct check (
    type <> 'direct' or (community_id is null and name is null and lower_user_id is not null)
  ),
  add constraint channels_pair check ((lower_user_id is null) = (higher_user_id is null)),
  add constraint channels_inheritance check (overwrites_from is null or parent_id is not null);

create index channels_of_parent on channels (parent_id) where parent_id is not null;
create index channels_with_overwrites_from on channels (overwrites_from) where overwrites_from is not null;

-- Almost all rows of the former table are marks in the channels of communities: they stay where they are.
alter table channel_members rename to read_states;
alter table read_states rename column own_since_read to own_unread_offset;
alter table read_states rename constraint channel_members_pkey to read_states_pkey;
alter table read_states rename constraint channel_members_check to read_states_check;
alter table read_states rename constraint channel_members_own_since_read_check to read_states_own_unread_offset_check;
alter table read_states rename constraint channel_members_channel_id_fkey to read_states_channel_id_fkey;
alter table read_states rename constraint channel_members_user_id_fkey to read_states_user_id_fkey;
alter index channel_members_of_user rename to read_states_of_user;

-- Who belongs to a channel that has members of its own; those of a community's channels are the community's.
create table channel_members (
  channel_id uuid not null references channels on delete cascade,
  user_id uuid not null references users on delete cascade,
  joined_at timestamptz not null,
  -- In a group.
  role text not null default 'member' check (role in ('owner', 'member')),
  notification_level text not null default 'all' check (notification_level in ('all', 'mentions', 'none')),
  -- Orders the person's list of conversations; null as long as the channel is not in it.
  latest_at timestamptz,
  primary key (channel_id, user_id)
) with (fillfactor = 80);

insert into channel_members (channel_id, user_id, joined_at, latest_at)
select channels.id, pair.user_id, channels.created_at, read_states.latest_at
from channels
cross join lateral (values (channels.lower_user_id), (channels.higher_user_id)) as pair (user_id)
left join read_states on read_states.channel_id = channels.id and read_states.user_id = pair.user_id
where channels.type = 'direct';

alter table read_states drop column latest_at;

create index conversations_of_user on channel_members (user_id, latest_at desc, channel_id desc)
  where latest_at is not null;
create index channel_members_of_user on channel_members (user_id);

-- Members of its own have a read state from the moment they belong to a channel.
insert into read_states (channel_id, user_id)
select channel_members.channel_id, channel_members.user_id
from channel_members
on conflict do nothing;

-- What stands in the log already, as this release writes it: what follows from an event depends on the channel's type, and
-- who may read a channel's messages has a topic of their own. Touches every event of a channel, a week of them at most.
update events
set
  subject = subject
    || jsonb_build_object('channelType', case when subject ->> 'communityId' is null then 'direct' else 'text' end)
    || case
      when name <> 'channel.created' then '{}'
      when subject ->> 'communityId' is null then jsonb_build_object('newTo', jsonb_build_array(actor_id))
      else '{"newTo": []}'
    end,
  topics = case
    when name like 'message.%' or name in ('channel.read', 'channel.delivered') then array_replace(
      topics,
      'channel:' || (subject ->> 'channelId'),
      'channel:' || (subject ->> 'channelId') || ':messages'
    )
    else topics
  end
where name like 'message.%' or name like 'channel.%';
