import type { Channel } from '@plaza/contract';
import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { plaza } from '../../app/plaza.js';
import { useEvent } from '../../app/realtime.js';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../components/avatar.js';
import { Button } from '../../components/button.js';
import { ListSkeleton } from '../../components/skeleton.js';
import { Time } from '../../components/time.js';
import styles from './conversation-list.module.css';

const conversationsQuery = infiniteQueryOptions({
  queryKey: ['channels', 'mine'],
  queryFn: ({ pageParam }) => plaza.channels.mine({ query: pageParam === '' ? {} : { cursor: pageParam } }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
});

/** Direct conversations, the latest first, moving by themselves. */
export function ConversationList() {
  const text = useText();
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(conversationsQuery);
  const channels = list.data?.pages.flatMap((page) => page.items) ?? [];
  const lookAgain = () => void queryClient.invalidateQueries({ queryKey: conversationsQuery.queryKey });
  useEvent('message.sent', lookAgain);
  useEvent('channel.created', lookAgain);
  useEvent('channel.updated', lookAgain);
  if (list.isPending) return <ListSkeleton />;
  if (channels.length === 0) return <p className={styles.none}>{text.messages.noConversations}</p>;
  return (
    <ul className={styles.list}>
      {channels.map((channel) => (
        <li key={channel.id}>
          <ConversationLink channel={channel} />
        </li>
      ))}
      {list.hasNextPage && (
        <Button look="quiet" onClick={() => void list.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </ul>
  );
}

function ConversationLink({ channel }: { channel: Channel }) {
  const text = useText();
  const { peer, viewer } = channel;
  if (!peer) return null;
  return (
    <Link to="/messages/$channelId" params={{ channelId: channel.id }} className={styles.link}>
      <Avatar id={peer.id} name={peer.displayName} />
      <span className={styles.words}>
        <bdi className={styles.name}>{peer.displayName}</bdi>
        <span className={styles.soft}>@{peer.username}</span>
      </span>
      <span className={styles.end}>
        {channel.lastMessageAt && (
          <span className={styles.soft}>
            <Time at={channel.lastMessageAt} />
          </span>
        )}
        {viewer.unread > 0 && (
          <span className={styles.unread}>
            <span aria-hidden="true">{viewer.unread > 99 ? '99+' : viewer.unread}</span>
            <span className="visually-hidden">{text.navigation.unread(viewer.unread)}</span>
          </span>
        )}
      </span>
    </Link>
  );
}
