import type { Channel, Message } from '@plaza/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../ui/button.js';
import { estimatedHeight } from './grouping.js';
import styles from './message-list.module.css';
import { MessageRow } from './message-row.js';
import { type Outgoing, outbox } from './outbox.js';
import { OutgoingRow } from './outgoing-row.js';
import { RowMarks } from './row-marks.js';
import { useFirstUnread } from './use-first-unread.js';
import { useReadMark } from './use-read-mark.js';

const ESTIMATED_HEIGHT = 44;
/** Nearer to the lower edge than this counts as "at the end". */
const END_PX = 80;
const OLDER_AHEAD = 12;

interface MessageListProps {
  channel: Channel;
  /** Oldest first. */
  messages: Message[];
  waiting: Outgoing[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  loadOlder: () => void;
  /** Up to which ordinal the other person of a direct channel has read. */
  readByPeer: number;
  editingId: string | null;
  onEdit: (id: string | null) => void;
  onReply: (message: Message) => void;
}

/** A conversation: stays at its end while one is there, and stays in place while older messages come in above. */
export function MessageList(props: MessageListProps) {
  const { channel, messages, waiting, hasOlder, isLoadingOlder, loadOlder } = props;
  const text = useText().messages;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = [...messages, ...waiting];
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
  useSeen(channel, messages, virtualizer.range?.endIndex, isAtEnd);

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
    <div className={styles.place}>
      {unread.countAbove > 0 && (
        <Button className={styles.toUnread} look="primary" onClick={unread.jump} disabled={isLoadingOlder}>
          <ArrowUp size={16} aria-hidden="true" />
          {text.unreadAbove(unread.countAbove)}
        </Button>
      )}
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-label={text.conversation}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the conversation is scrolled by keyboard too
        tabIndex={0}
        onKeyDown={walk}
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
                    <RowMarks
                      message={row}
                      previous={messages[index - 1]}
                      isFirstUnread={row.id === unread.id}
                    />
                    <MessageRow
                      message={row}
                      previous={row.id === unread.id ? undefined : messages[index - 1]}
                      answered={row.replyTo ? messages.find(({ id }) => id === row.replyTo) : undefined}
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
                    onRetry={(outgoing) => outbox.retry(outgoing)}
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

function isMessage(row: Message | Outgoing): row is Message {
  return 'id' in row;
}

/** A message keeps its row when it is acknowledged. */
function keyOf(row: Message | Outgoing | undefined): string | undefined {
  if (!row) return undefined;
  return isMessage(row) ? (row.nonce ?? row.id) : row.nonce;
}

/** The arrows go from message to message; what can be done with one is then a Tab away. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches('[role="log"], [data-message]')) return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
  const at = event.target.matches('[data-message]') ? rows.indexOf(event.target) : rows.length;
  const next = rows[event.key === 'ArrowUp' ? at - 1 : at + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Tells the read mark which message stands lowest in sight. */
function useSeen(
  channel: Channel,
  messages: Message[],
  lastIndex: number | undefined,
  isAtEnd: boolean,
): void {
  const see = useReadMark(channel);
  const seen = isAtEnd ? messages.at(-1) : messages[Math.min(lastIndex ?? -1, messages.length - 1)];
  useEffect(() => {
    if (seen) see(seen);
  }, [see, seen]);
}
