import type { Channel } from '@plaza/contract';
import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { loadAgain } from '../../app/cache.js';
import { plaza } from '../../app/plaza.js';
import { useEvent, useGap } from '../../app/realtime.js';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../components/avatar.js';
import { Button } from '../../components/button.js';
import { PersonNames } from '../../components/person-names.js';
import { PresenceDot } from '../../components/presence-dot.js';
import { ListSkeleton } from '../../components/skeleton.js';
import { Time } from '../../components/time.js';
import { Trouble } from '../../components/trouble.js';
import { channelLists } from '../channels/channel-cache.js';
import styles from './conversation-list.module.css';

const conversationsQuery = infiniteQueryOptions({
  queryKey: channelLists.mine,
  queryFn: ({ pageParam }) => plaza.channels.mine({ query: pageParam === '' ? {} : { cursor: pageParam } }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
});

/** Direct conversations, the latest first, moving by themselves. */
export function ConversationList({ openId }: { openId: string | undefined }) {
  const text = useText();
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(conversationsQuery);
  const channels = (list.data?.pages.flatMap((page) => page.items) ?? []).toSorted(byLatest);
  const lookAgain = () => loadAgain(queryClient, conversationsQuery.queryKey);
  useGap(lookAgain);
  useEvent('channel.created', lookAgain);
  if (list.isPending) return <ListSkeleton />;
  if (list.error && channels.length === 0) {
    return <Trouble error={list.error} retry={() => void list.refetch()} />;
  }
  if (channels.length === 0) return <p className={styles.none}>{text.messages.noConversations}</p>;
  return (
    <>
      <ul className={styles.list}>
        {channels.map((channel) => (
          <li key={channel.id}>
            <ConversationLink channel={channel} isOpen={channel.id === openId} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button look="quiet" onClick={() => void list.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </>
  );
}

function byLatest(one: Channel, other: Channel): number {
  return (other.lastMessageAt ?? '').localeCompare(one.lastMessageAt ?? '');
}

function ConversationLink({ channel, isOpen }: { channel: Channel; isOpen: boolean }) {
  const text = useText();
  const { peer, viewer } = channel;
  if (!peer) return null;
  const unread = isOpen ? 0 : viewer.unread;
  return (
    <Link to="/messages/$channelId" params={{ channelId: channel.id }} className={styles.link}>
      <Avatar id={peer.id} name={peer.displayName}>
        <PresenceDot userId={peer.id} />
      </Avatar>
      <span className={styles.words}>
        <PersonNames person={peer} />
      </span>
      <span className={styles.end}>
        {channel.lastMessageAt && (
          <span className={styles.time}>
            <Time at={channel.lastMessageAt} />
          </span>
        )}
        {unread > 0 && (
          <span className={styles.unread}>
            <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
            <span className="visually-hidden">{text.navigation.unread(unread)}</span>
          </span>
        )}
      </span>
    </Link>
  );
}
