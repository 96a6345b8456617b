import type { Channel, SharedMessage, UserSummary } from '@plaza/contract';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { Catalogue } from '../../catalogue/catalogue.generated.js';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { refreshQueries } from '../../client/cache.js';
import { useGap } from '../../client/realtime.js';
import { useViewer } from '../../client/viewer.js';
import { IconButton } from '../../ui/button.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import styles from './conversation.module.css';
import { abilitiesFor, historyQuery, keepNewestPage, readStatesQuery } from './history.js';
import { MessageComposer } from './message-composer.js';
import { MessageList } from './message-list.js';
import { outbox, useOutgoing } from './outbox.js';
import { useTypingPeople } from './use-typing.js';

/** When more than these are typing, nobody is named. */
const MOST_NAMED = 3;

/** Messages of a channel and where to write the next one. */
export function Conversation({ channel }: { channel: Channel }) {
  const text = useText();
  const history = useHistory(channel.id);
  const outgoing = useOutgoing(channel.id);
  const typing = useTypingPeople(channel);
  const [replyTo, setReplyTo] = useState<SharedMessage | null>(null);
  const [editingId, setEditingId] = useState<string | null>(null);
  const viewerId = useViewer()?.id;
  const { messages } = history;
  const readByPeer = useReadByPeer(channel);

  const editLast = () => {
    const last = messages.findLast((message) => abilitiesFor(message, channel, viewerId).edit);
    if (last) setEditingId(last.id);
  };
  if (history.error && messages.length === 0) {
    return (
      <div className={styles.failed}>
        <ErrorMessage error={history.error} retry={() => void history.refetch()} />
      </div>
    );
  }
  return (
    <div className={styles.conversation}>
      {history.isPending ? (
        <div className={styles.loading}>
          <ListSkeleton />
        </div>
      ) : (
        <MessageList
          channel={channel}
          messages={messages}
          outgoing={outgoing.filter(({ nonce }) => !messages.some((message) => message.nonce === nonce))}
          hasOlder={history.hasNextPage}
          isLoadingOlder={history.isFetchingNextPage}
          loadOlder={history.loadOlder}
          readByPeer={readByPeer}
          editingId={editingId}
          onEdit={setEditingId}
          onReply={setReplyTo}
        />
      )}
      <div className={styles.foot}>
        {replyTo && (
          <p className={styles.replying}>
            <span className={styles.replyingTo}>
              {text.entries.replyTo({ name: isolated(replyTo.author.displayName) })}
            </span>
            <IconButton label={text.common.cancel} onClick={() => setReplyTo(null)}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          </p>
        )}
        <MessageComposer
          channel={channel}
          messages={messages}
          onEditLast={editLast}
          onSend={(body) => {
            outbox.send(channel.id, body, replyTo?.id ?? null);
            setReplyTo(null);
          }}
          {...(replyTo && { onCancel: () => setReplyTo(null), replyingTo: replyTo.id })}
        />
        <p className={styles.typing} aria-live="polite">
          {typing.length > 0 && typingText(typing, text.messages)}
        </p>
      </div>
    </div>
  );
}

function useHistory(channelId: string) {
  const queryClient = useQueryClient();
  const { data, fetchNextPage, ...rest } = useInfiniteQuery(historyQuery(channelId));
  const messages = useMemo(() => data?.pages.flatMap((page) => page.items).reverse() ?? [], [data]);
  useGap(() => {
    keepNewestPage(queryClient, channelId);
    refreshQueries(queryClient, historyQuery(channelId).queryKey);
  });
  useEffect(() => () => keepNewestPage(queryClient, channelId), [queryClient, channelId]);
  return { ...rest, messages, loadOlder: () => void fetchNextPage() };
}

function useReadByPeer(channel: Channel): number {
  const isDirect = channel.type === 'direct';
  const { data } = useQuery({ ...readStatesQuery(channel.id), enabled: isDirect });
  return data?.items.find(({ userId }) => userId === channel.peer?.id)?.readOrdinal ?? 0;
}

function typingText(people: UserSummary[], text: Catalogue['messages']): string {
  if (people.length > MOST_NAMED) return text.severalTyping;
  return text.typing({ names: people.map((person) => isolated(person.displayName)), count: people.length });
}
