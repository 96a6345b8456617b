import type { Channel } from '@plaza/contract';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { refreshQueries } from '../../client/cache.js';
import { itemsOf } from '../../client/lists.js';
import { useEvent, useGap } from '../../client/realtime.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { PersonNames } from '../../ui/person.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { Time } from '../../ui/time.js';
import { conversationsQuery } from '../channels/index.js';
import { PresenceDot } from '../presence/index.js';
import styles from './conversation-list.module.css';

/** Direct conversations, the latest first. */
export function ConversationList({ openId }: { openId: string | undefined }) {
  const text = useText();
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(conversationsQuery);
  const channels = itemsOf(list.data).toSorted(byLatest);
  const refresh = () => refreshQueries(queryClient, conversationsQuery.queryKey);
  useGap(refresh);
  useEvent('channel.created', refresh);
  if (list.isPending) return <ListSkeleton />;
  if (list.error && channels.length === 0) {
    return <ErrorMessage error={list.error} retry={() => void list.refetch()} />;
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
            <span className="visually-hidden">{text.navigation.unread({ count: unread })}</span>
          </span>
        )}
      </span>
    </Link>
  );
}
