import type { Channel, SharedMessage } from '@plaza/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../ui/button.js';
import { useDayName } from '../../ui/time.js';
import { estimatedHeight, isSameDay } from './grouping.js';
import styles from './message-list.module.css';
import { MessageRow } from './message-row.js';
import { type Outgoing, outbox } from './outbox.js';
import { OutgoingRow } from './outgoing-row.js';
import { useFirstUnread } from './use-first-unread.js';
import { useReadMark } from './use-read-mark.js';

const ESTIMATED_HEIGHT = 44;
/** Nearer to the lower edge than this counts as "at the end". */
const END_PX = 80;
const OLDER_AHEAD = 12;

interface MessageListProps {
  channel: Channel;
  /** Oldest first. */
  messages: SharedMessage[];
  /** Not acknowledged yet, oldest first. */
  outgoing: Outgoing[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  loadOlder: () => void;
  /** Up to which ordinal the other person of a direct channel has read. */
  readByPeer: number;
  editingId: string | null;
  onEdit: (id: string | null) => void;
  onReply: (message: SharedMessage) => void;
}

/** A conversation: follows its end while that is in view, and does not move while older messages are added above. */
export function MessageList(props: MessageListProps) {
  const { channel, messages, outgoing, hasOlder, isLoadingOlder, loadOlder } = props;
  const text = useText().messages;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = [...messages, ...outgoing];
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const message = messages[index];
      return message ? estimatedHeight(message, messages[index - 1]) : ESTIMATED_HEIGHT;
    },
    getItemKey: (index) => keyOf(rows[index]) ?? index,
    overscan: 8,
    paddingEnd: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_PX,
    initialOffset: Number.MAX_SAFE_INTEGER,
  });
  const shown = virtualizer.getVirtualItems();
  const firstShown = shown[0]?.index ?? 0;
  const unread = useFirstUnread({
    ...props,
    scrollToIndex: virtualizer.scrollToIndex,
    topIndex: virtualizer.range?.startIndex,
  });
  const isAtEnd = virtualizer.isAtEnd(END_PX * 2);
  useReadMarkInView(channel, messages, virtualizer.range?.endIndex, isAtEnd);

  const hasRows = rows.length > 0;
  useEffect(() => {
    if (hasRows) virtualizer.scrollToEnd();
  }, [hasRows, virtualizer]);
  useEffect(() => {
    if (firstShown < OLDER_AHEAD && hasOlder && !isLoadingOlder && hasRows) loadOlder();
  }, [firstShown, hasOlder, isLoadingOlder, loadOlder, hasRows]);

  const jumpTo = (id: string) => {
    const index = messages.findIndex((message) => message.id === id);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'center' });
  };
  return (
    <div className={styles.list}>
      {unread.countAbove > 0 && (
        <Button className={styles.toUnread} look="primary" onClick={unread.jump} disabled={isLoadingOlder}>
          <ArrowUp size={16} aria-hidden="true" />
          {text.unreadAbove({ count: unread.countAbove })}
        </Button>
      )}
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-label={text.conversation}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the conversation is scrolled by keyboard too
        tabIndex={0}
        onKeyDown={moveFocus}
      >
        <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ key, index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={key}
                className={styles.row}
                data-index={index}
                ref={virtualizer.measureElement}
                style={{ transform: `translateY(${start}px)` }}
              >
                {index === 0 && !hasOlder && <p className={styles.beginning}>{text.beginning}</p>}
                {isMessage(row) ? (
                  <>
                    <Divider
                      message={row}
                      previous={messages[index - 1]}
                      isFirstUnread={row.id === unread.id}
                    />
                    <MessageRow
                      message={row}
                      previous={row.id === unread.id ? undefined : messages[index - 1]}
                      repliedTo={row.replyTo ? messages.find(({ id }) => id === row.replyTo) : undefined}
                      channel={channel}
                      isRead={row.ordinal <= props.readByPeer}
                      isEditing={row.id === props.editingId}
                      onEdit={props.onEdit}
                      onReply={props.onReply}
                      onJump={jumpTo}
                    />
                  </>
                ) : (
                  <OutgoingRow
                    outgoing={row}
                    previous={messages.at(-1)}
                    followsOutgoing={index > messages.length}
                    onRetry={(message) => outbox.retry(message)}
                    onDrop={(nonce) => outbox.drop(nonce)}
                  />
                )}
              </div>
            );
          })}
        </div>
        {!hasRows && <p className={styles.beginning}>{text.empty}</p>}
      </div>
      {!isAtEnd && hasRows && (
        <Button className={styles.toEnd} look="secondary" onClick={() => virtualizer.scrollToEnd()}>
          <ArrowDown size={16} aria-hidden="true" />
          {text.toNewest}
        </Button>
      )}
    </div>
  );
}

interface DividerProps {
  message: SharedMessage;
  previous: SharedMessage | undefined;
  isFirstUnread: boolean;
}

/** Between two messages: another day, and where the unread ones begin. */
function Divider({ message, previous, isFirstUnread }: DividerProps) {
  const text = useText().messages;
  const dayName = useDayName();
  const isNewDay = !previous || !isSameDay(previous.createdAt, message.createdAt);
  return (
    <>
      {isNewDay && (
        <p className={styles.divider}>
          <span>{dayName(message.createdAt)}</span>
        </p>
      )}
      {isFirstUnread && (
        <p className={styles.divider} data-unread>
          <span>{text.unreadFromHere}</span>
        </p>
      )}
    </>
  );
}

function isMessage(row: SharedMessage | Outgoing): row is SharedMessage {
  return 'id' in row;
}

/** A message keeps its row when it is acknowledged. */
function keyOf(row: SharedMessage | Outgoing | undefined): string | undefined {
  if (!row) return undefined;
  return isMessage(row) ? (row.nonce ?? row.id) : row.nonce;
}

/** The arrow keys move from message to message; the actions of one are then a Tab away. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches('[role="log"], [data-message]')) return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
  const at = event.target.matches('[data-message]') ? rows.indexOf(event.target) : rows.length;
  const next = rows[event.key === 'ArrowUp' ? at - 1 : at + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Moves the read mark to the lowest message in view. */
function useReadMarkInView(
  channel: Channel,
  messages: SharedMessage[],
  lastIndex: number | undefined,
  isAtEnd: boolean,
): void {
  const markSeen = useReadMark(channel);
  const lowest = isAtEnd ? messages.at(-1) : messages[Math.min(lastIndex ?? -1, messages.length - 1)];
  useEffect(() => {
    if (lowest) markSeen(lowest);
  }, [markSeen, lowest]);
}
