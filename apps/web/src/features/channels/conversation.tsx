import type { Channel, Message } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { loadAgain } from '../../client/cache.js';
import { useGap } from '../../client/realtime.js';
import { useViewer } from '../../client/viewer.js';
import { IconButton } from '../../ui/button.js';
import { Composer } from '../../ui/composer.js';
import { Trouble } from '../../ui/error-message.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { SignInLink } from '../identity/sign-in-link.js';
import styles from './conversation.module.css';
import { historyQuery, keepNewestPage, pointersQuery } from './history.js';
import { MessageList } from './message-list.js';
import { outbox, useWaiting } from './outbox.js';
import { useSlowMode } from './use-slow-mode.js';
import { useTypingPeople, useTypingSignal } from './use-typing.js';

/** Messages of a channel and where to write the next one. */
export function Conversation({ channel }: { channel: Channel }) {
  const text = useText();
  const history = useHistory(channel.id);
  const waiting = useWaiting(channel.id);
  const typing = useTypingPeople(channel);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const [editingId, setEditingId] = useState<string | null>(null);
  const viewerId = useViewer()?.id;
  const { messages } = history;
  const peerRead = useReadByPeer(channel);

  const editLast = () => {
    const last = messages.findLast(({ author, viewer }) => author.id === viewerId && viewer.can.edit);
    if (last) setEditingId(last.id);
  };
  if (history.error && messages.length === 0) {
    return (
      <div className={styles.trouble}>
        <Trouble error={history.error} retry={() => void history.refetch()} />
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
          waiting={waiting.filter(({ nonce }) => !messages.some((message) => message.nonce === nonce))}
          hasOlder={history.hasNextPage}
          isLoadingOlder={history.isFetchingNextPage}
          loadOlder={history.loadOlder}
          readByPeer={peerRead}
          editingId={editingId}
          onEdit={setEditingId}
          onReply={setReplyTo}
        />
      )}
      <div className={styles.foot}>
        {replyTo && (
          <p className={styles.replying}>
            <span className={styles.replyingTo}>
              {text.entries.replyTo(isolated(replyTo.author.displayName))}
            </span>
            <IconButton label={text.common.cancel} onClick={() => setReplyTo(null)}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          </p>
        )}
        <Writing
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
          {typing.length > 0 && text.messages.typing(typing.map((person) => isolated(person.displayName)))}
        </p>
      </div>
    </div>
  );
}

interface WritingProps {
  channel: Channel;
  messages: Message[];
  replyingTo?: string;
  onSend: (body: string) => void;
  onEditLast: () => void;
  onCancel?: () => void;
}

/** Where the next message is written, or why none can be. */
function Writing({ channel, messages, replyingTo, onSend, onEditLast, onCancel }: WritingProps) {
  const text = useText();
  const isSignedIn = useViewer() !== null;
  const typing = useTypingSignal(channel);
  const slowMode = useSlowMode(channel, messages);
  const { can, writeObstacle } = channel.viewer;
  if (!can.send) {
    return (
      <p className={styles.closed}>
        {isSignedIn ? (
          text.messages.obstacles[writeObstacle ?? 'forbidden']
        ) : (
          <SignInLink>{text.messages.signIn}</SignInLink>
        )}
      </p>
    );
  }
  return (
    <Composer
      label={text.messages.label}
      action={text.messages.send}
      maxLength={limits.messageBody}
      draftKey={`channel.${channel.id}`}
      sendsOnEnter
      isCompact
      focusOn={replyingTo ?? channel.id}
      obstacle={slowMode.wait > 0 ? text.messages.slowMode(slowMode.wait) : undefined}
      hint={slowMode.isOn ? text.messages.slowModeHint(channel.slowModeSeconds) : undefined}
      onTyping={typing.signal}
      onEmptyUp={onEditLast}
      onSend={(body) => {
        typing.stop();
        onSend(body);
        return true;
      }}
      {...(onCancel && { onCancel })}
    />
  );
}

function useHistory(channelId: string) {
  const queryClient = useQueryClient();
  const { data, fetchNextPage, ...rest } = useInfiniteQuery(historyQuery(channelId));
  const messages = useMemo(() => data?.pages.flatMap((page) => page.items).reverse() ?? [], [data]);
  useGap(() => {
    keepNewestPage(queryClient, channelId);
    loadAgain(queryClient, historyQuery(channelId).queryKey);
  });
  useEffect(() => () => keepNewestPage(queryClient, channelId), [queryClient, channelId]);
  return { ...rest, messages, loadOlder: () => void fetchNextPage() };
}

function useReadByPeer(channel: Channel): number {
  const isDirect = channel.type === 'direct';
  const { data } = useQuery({ ...pointersQuery(channel.id), enabled: isDirect });
  return data?.items.find(({ userId }) => userId === channel.peer?.id)?.readOrdinal ?? 0;
}
