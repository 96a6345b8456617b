import type { Channel, Message } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { IconButton } from '../../components/button.js';
import { Composer } from '../../components/composer.js';
import { ErrorPage } from '../../components/error-page.js';
import { ListSkeleton } from '../../components/skeleton.js';
import styles from './conversation.module.css';
import { MessageList } from './message-list.js';
import { historyQuery, pointersQuery } from './message-queries.js';
import { useOutbox } from './outbox.js';
import { useLiveChannel, useReadMark } from './use-live-channel.js';
import { useTypingPeople, useTypingSignal } from './use-typing.js';

/** Messages of a channel and where to write the next one. */
export function Conversation({ channel }: { channel: Channel }) {
  const text = useText();
  const history = useInfiniteQuery(historyQuery(channel.id));
  const outbox = useOutbox(channel.id);
  const typing = useTypingPeople(channel);
  const signalTyping = useTypingSignal(channel);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const messages = useMemo(
    () => history.data?.pages.flatMap((page) => page.items).reverse() ?? [],
    [history.data],
  );
  const readByPeer = useReadByPeer(channel);
  useLiveChannel(channel);
  useReadMark(channel, messages.at(-1));

  if (history.error && messages.length === 0) {
    return <ErrorPage error={history.error} retry={() => void history.refetch()} />;
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
          waiting={outbox.waiting.filter(({ nonce }) => !messages.some((message) => message.nonce === nonce))}
          hasOlder={history.hasNextPage}
          isLoadingOlder={history.isFetchingNextPage}
          loadOlder={() => void history.fetchNextPage()}
          onReply={setReplyTo}
          onRetry={outbox.retry}
          onDrop={outbox.drop}
          readByPeer={readByPeer}
        />
      )}
      <div className={styles.foot}>
        <p className={styles.typing} aria-live="polite">
          {typing.length > 0 && text.messages.typing(typing.map((person) => person.displayName))}
        </p>
        {replyTo && (
          <p className={styles.replying}>
            {text.entries.replyTo(replyTo.author.displayName)}
            <IconButton label={text.common.cancel} onClick={() => setReplyTo(null)}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          </p>
        )}
        {channel.viewer.can.send ? (
          <Composer
            key={channel.id}
            label={text.messages.label}
            action={text.messages.send}
            maxLength={limits.messageBody}
            draftKey={`channel.${channel.id}`}
            sendsOnEnter
            isFocused
            onTyping={signalTyping}
            onSend={(body) => {
              outbox.send(body, replyTo?.id ?? null);
              setReplyTo(null);
              return true;
            }}
          />
        ) : (
          <p className={styles.closed}>
            {channel.viewer.writeObstacle
              ? text.messages.obstacles[channel.viewer.writeObstacle]
              : text.messages.obstacles.forbidden}
          </p>
        )}
      </div>
    </div>
  );
}

function useReadByPeer(channel: Channel): number {
  const isDirect = channel.type === 'direct';
  const { data } = useQuery({ ...pointersQuery(channel.id), enabled: isDirect });
  return data?.items.find(({ userId }) => userId === channel.peer?.id)?.readOrdinal ?? 0;
}
