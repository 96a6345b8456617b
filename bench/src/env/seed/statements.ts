import { everydayPermissions } from '../../../../apps/server/dist/modules/communities/communities.policy.js';
import { cast, crowd, followings, rooms, type Shape, SMALL_CHANNELS } from './rows.js';

/** What is counted from, so that every statement sees the same moment. */
const prelude = (now: string) => `
create schema seeding;
create function seeding.moment() returns timestamptz language sql stable as $$ select '${now}'::timestamptz $$;
-- As RFC 9562 lays out version 7: the time, then a family and a number instead of randomness.
create function seeding.id(at timestamptz, family int, n bigint) returns uuid language sql stable as $$
  select (
    lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
    || '7' || lpad(to_hex(family), 3, '0') || '8' || lpad(to_hex(n), 15, '0')
  )::uuid
$$;
create function seeding.joined(n bigint) returns timestamptz language sql stable as $$
  select seeding.moment() - interval '400 days' + n * interval '1 second'
$$;
create function seeding.user_id(n bigint) returns uuid language sql stable as $$
  select seeding.id(seeding.joined(n), 1, n)
$$;
create function seeding.prose(n bigint, sentences int) returns text language sql immutable as $$
  select 'Number ' || n || '. ' || repeat('It was a dark and stormy night. ', sentences)
$$;
select setseed(0.5);
`;

/** A few people write and are followed much more than all others. */
const people = ({ rows, users }: Shape) => `
create table seeding.posts as
select
  n,
  -- The later the busier, as an instance that grows.
  seeding.moment() - interval '180 days' * power(1 - n / ${rows + 1}.0, 2) as at,
  floor(${users} * power(random(), 3))::int as author,
  least(${users - 1}, 500, floor(0.1 / (random() + 0.0001)))::int as ballots,
  case when n % 20 < 16 then 'public' when n % 20 < 19 then 'followers' else 'mentioned' end as audience
from generate_series(1, ${rows}) as n;
update seeding.posts set audience = 'public' where n = 1;

create table seeding.follows as
select distinct follower, followee
from (
  select floor(${users} * random())::int as follower, floor(${users} * power(random(), 3))::int as followee
  from generate_series(1, ${Math.floor(rows / 2)})
  union all
  ${Object.entries(followings)
    .map(
      ([who, count]) =>
        `select ${cast[who as keyof typeof followings]}, 103 + n from generate_series(1, ${count}) as n`,
    )
    .join('\n  union all\n  ')}
) as pairs
where follower <> followee
  and (follower not in (${cast.reader}, ${cast.keenReader}, ${cast.hoarder}) or followee between 104 and 103 + case follower
    when ${cast.reader} then ${followings.reader} when ${cast.keenReader} then ${followings.keenReader} else ${followings.hoarder} end);

create unique index on seeding.follows (follower, followee);
analyze seeding.follows;

insert into follows (follower_id, followee_id, state, created_at)
select seeding.user_id(follower), seeding.user_id(followee), 'following', seeding.moment() - interval '200 days'
from seeding.follows
order by follower, followee;

insert into users
  (id, username, username_skeleton, email, display_name, is_private, post_count, follower_count, following_count, created_at)
select
  seeding.user_id(n), 'seed_' || n, 'seed_' || n, 'seed_' || n || '@example.org', 'Seeded ' || n, n % 97 = 13,
  coalesce(written.count, 0), coalesce(followers.count, 0), coalesce(followed.count, 0), seeding.joined(n)
from generate_series(0, ${users - 1}) as n
left join (select author, count(*) from seeding.posts group by author) as written on written.author = n
left join (select followee, count(*) from seeding.follows group by followee) as followers on followers.followee = n
left join (select follower, count(*) from seeding.follows group by follower) as followed on followed.follower = n;

insert into blocks (blocker_id, blocked_id, created_at)
select seeding.user_id(n), seeding.user_id(n + 1), seeding.moment()
from generate_series(200, ${users - 2}, 50) as n
where not exists (
  select from seeding.follows
  where (follower = n and followee = n + 1) or (follower = n + 1 and followee = n)
);
`;

/** Half of all comments stand below one post, on three levels, most of them below few. */
const entries = ({ rows, users }: Shape) => {
  const big = Math.floor(rows / 2);
  const first = Math.floor(big * 0.4);
  const second = Math.floor(big * 0.8);
  return `
insert into votes (entry_id, user_id, value, voted_at)
select
  seeding.id(at, 2, n), seeding.user_id((author + ballot) % ${users}),
  case when (n + ballot) % 5 = 0 then -1 else 1 end, at + interval '1 hour'
from seeding.posts
cross join generate_series(1, ballots) as ballot;

create table seeding.comments as
select
  n,
  case when n <= ${big} then 1 else 1 + floor(${rows} * random())::int end as root,
  case
    when n <= ${first} or n > ${big} then null
    when n <= ${second} then 1 + floor(${first} * power(random(), 2))::int
    else ${first} + 1 + floor(${second - first} * random())::int
  end as parent,
  case when n <= ${first} or n > ${big} then 1 when n <= ${second} then 2 else 3 end as depth,
  floor(${users} * random())::int as author,
  case when n % 10 = 0 then 4 when n % 5 = 1 then 1 else 0 end as ballots,
  seeding.moment() - interval '2 days' + n * (interval '1 day' / ${rows + 1}) as at
from generate_series(1, ${rows}) as n;
create unique index on seeding.comments (n);
analyze seeding.comments;

insert into votes (entry_id, user_id, value, voted_at)
select
  seeding.id(at, 3, n), seeding.user_id((author + ballot) % ${users}),
  case when (n + ballot) % 7 = 0 then -1 else 1 end, at
from seeding.comments
cross join generate_series(1, ballots) as ballot;

create table seeding.tallies as
select entry_id, count(*) filter (where value = 1) as up, count(*) filter (where value = -1) as down
from votes
group by entry_id;

analyze seeding.tallies;

create table seeding.replies as select parent as n, count(*) from seeding.comments where parent is not null group by parent;

insert into entries
  (id, kind, author_id, audience, title, body, root_id, up, down, reply_count, descendant_count, created_at)
select
  ids.id, 'post', seeding.user_id(p.author), p.audience, 'Post ' || p.n, seeding.prose(p.n, 8), ids.id,
  coalesce(t.up, 0), coalesce(t.down, 0), coalesce(c.replies, 0), coalesce(c.descendants, 0), p.at
from seeding.posts as p
cross join lateral (select seeding.id(p.at, 2, p.n) as id) as ids
left join seeding.tallies as t on t.entry_id = ids.id
left join (
  select root, count(*) filter (where parent is null) as replies, count(*) as descendants
  from seeding.comments
  group by root
) as c on c.root = p.n
order by p.n;

insert into entries
  (id, kind, author_id, body, root_id, parent_id, depth, up, down, reply_count, descendant_count, created_at)
select
  ids.id, 'comment', seeding.user_id(c.author), seeding.prose(c.n, 3), root.id,
  coalesce(seeding.id(parent.at, 3, parent.n), root.id), c.depth,
  coalesce(t.up, 0), coalesce(t.down, 0), coalesce(own.count, 0), coalesce(own.count, 0) + coalesce(below.count, 0), c.at
from seeding.comments as c
cross join lateral (select seeding.id(c.at, 3, c.n) as id) as ids
join (select n, seeding.id(at, 2, n) as id from seeding.posts) as root on root.n = c.root
left join seeding.comments as parent on parent.n = c.parent
left join seeding.tallies as t on t.entry_id = ids.id
left join seeding.replies as own on own.n = c.n
left join (
  select child.parent as n, sum(replies.count) as count
  from seeding.replies as replies
  join seeding.comments as child on child.n = replies.n
  where child.parent is not null
  group by child.parent
) as below on below.n = c.n
order by c.n;

insert into mentions (entry_id, user_id, position)
select seeding.id(at, 2, n), seeding.user_id((author + 1) % ${users}), 0
from seeding.posts
where audience = 'mentioned' or n % 10 = 0;
`;
};

/** One community with most of the messages, half of them in one channel; rooms and a crowd for those who listen live. */
const channels = ({ rows, townsfolk }: Shape) => {
  const inBig = Math.floor(rows / 2);
  const inSmall = Math.floor(rows / 2 / SMALL_CHANNELS);
  return `
create table seeding.communities (n int, first_member int, members int, channels int);
insert into seeding.communities values
  (0, 0, ${townsfolk}, ${SMALL_CHANNELS + 1}),
  (1, ${crowd.firstMember}, ${crowd.members}, 1);
insert into seeding.communities
select 2 + n, ${rooms.firstMember} + n * ${rooms.members}, ${rooms.members}, 1
from generate_series(0, ${rooms.count - 1}) as n;

insert into communities (id, kind, name, handle, visibility, join_policy, owner_id, member_count, created_at)
select
  seeding.id(seeding.joined(0), 4, n), 'guild', 'Community ' || n, 'seed_' || n, 'public', 'open',
  seeding.user_id(first_member), members, seeding.joined(0)
from seeding.communities;

insert into roles (id, community_id, name, position, permissions, is_everyone, created_at)
select
  seeding.id(seeding.joined(0), 5, n), seeding.id(seeding.joined(0), 4, n), '@everyone', 0,
  ${everydayPermissions}, true, seeding.joined(0)
from seeding.communities;

insert into members (community_id, user_id, joined_at)
select seeding.id(seeding.joined(0), 4, c.n), seeding.user_id(c.first_member + m), seeding.moment() - interval '300 days'
from seeding.communities as c
cross join generate_series(0, c.members - 1) as m;

create table seeding.channels as
select
  c.n as community, channel, 1000 * c.n + channel as n,
  case when c.n > 0 then 0 when channel = 0 then ${inBig} else ${inSmall} end as messages
from seeding.communities as c
cross join generate_series(0, c.channels - 1) as channel;

insert into channels (id, type, community_id, name, position, last_ordinal, last_message_at, created_at)
select
  seeding.id(seeding.joined(0), 6, n), 'text', seeding.id(seeding.joined(0), 4, community), 'channel-' || channel,
  channel, messages, case when messages > 0 then seeding.moment() - interval '1 hour' end, seeding.joined(0)
from seeding.channels;

insert into messages (id, channel_id, ordinal, author_id, body, created_at)
select
  seeding.id(times.at, 7, ordinal * 1000 + c.n), seeding.id(seeding.joined(0), 6, c.n), ordinal,
  seeding.user_id(floor(${townsfolk} * power(random(), 2))::int), seeding.prose(ordinal, 2), times.at
from seeding.channels as c
cross join generate_series(1, c.messages) as ordinal
cross join lateral (
  select seeding.moment() - interval '1 hour' - (c.messages - ordinal) * (interval '90 days' / c.messages) as at
) as times;

insert into read_states (channel_id, user_id, read_ordinal, delivered_ordinal)
select seeding.id(seeding.joined(0), 6, c.n), seeding.user_id(m), c.messages, c.messages
from seeding.channels as c
cross join generate_series(0, ${townsfolk - 1}, case when c.channel = 0 then 1 else 10 end) as m
where c.messages > 0;
`;
};

const notifications = ({ rows, users }: Shape) => `
insert into notifications
  (id, recipient_id, kind, group_key, actor_ids, count, subject_ids, created_at, updated_at, seen_at, read_at)
select
  seeding.id(times.at, 8, n),
  seeding.user_id(case when n % 2 = 0 then ${cast.addressee} else floor(${users} * random())::int end),
  case when n % 4 = 0 then 'follow' else 'comment' end, 'seed ' || n,
  array[seeding.user_id((n * 7) % ${users}), seeding.user_id((n * 7 + 11) % ${users})], 2,
  array(
    select seeding.id(p.at, 2, p.n) from seeding.posts as p
    where n.n % 4 <> 0 and p.n = 1 + (n.n::bigint * 13) % ${rows}
  ),
  times.at, times.at, times.at, case when n % 3 = 0 then times.at end
from generate_series(1, ${rows}) as n
cross join lateral (select seeding.moment() - interval '30 days' + n * (interval '30 days' / ${rows + 1}) as at) as times;
`;

/** The whole seed as steps with a name each, to be run in one session. */
export function seedSteps(shape: Shape, now: string): [name: string, statements: string][] {
  return [
    [
      'people',
      `${prelude(now)} ${people(shape)} create unique index on seeding.posts (n); analyze seeding.posts;`,
    ],
    ['entries', entries(shape)],
    ['channels', channels(shape)],
    ['notifications', notifications(shape)],
  ];
}
