import type { Channel, Message } from '@plaza/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import styles from './message-list.module.css';
import { MessageRow } from './message-row.js';
import type { Outgoing } from './outbox.js';
import { OutgoingRow } from './outgoing-row.js';

const ESTIMATED_HEIGHT = 44;
/** Nearer to the lower edge than this counts as "at the end". */
const END_PX = 80;
const OLDER_AHEAD = 10;

interface MessageListProps {
  channel: Channel;
  /** Oldest first. */
  messages: Message[];
  waiting: Outgoing[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  loadOlder: () => void;
  onReply: (message: Message) => void;
  onRetry: (outgoing: Outgoing) => void;
  onDrop: (nonce: string) => void;
  /** Up to which ordinal the other person of a direct channel has read. */
  readByPeer: number;
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
    estimateSize: () => ESTIMATED_HEIGHT,
    getItemKey: (index) => keyOf(rows[index]) ?? index,
    overscan: 8,
  });
  const shown = virtualizer.getVirtualItems();
  const height = virtualizer.getTotalSize();
  useStayInPlace(scroller, messages[0]?.id, rows.length, height);

  const firstShown = shown[0]?.index ?? 0;
  useEffect(() => {
    if (firstShown < OLDER_AHEAD && hasOlder && !isLoadingOlder && rows.length > 0) loadOlder();
  }, [firstShown, hasOlder, isLoadingOlder, loadOlder, rows.length]);

  const offset = shown[0]?.start ?? 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the conversation is scrolled by keyboard too
    <div ref={scroller} className={styles.scroller} role="log" aria-label={text.conversation} tabIndex={0}>
      {!hasOlder && <p className={styles.beginning}>{text.beginning}</p>}
      <div className={styles.space} style={{ height }}>
        <div className={styles.rows} style={{ transform: `translateY(${offset}px)` }}>
          {shown.map(({ key, index }) => {
            const row = rows[index];
            return (
              row && (
                <div key={key} data-index={index} ref={virtualizer.measureElement}>
                  {'nonce' in row && !('id' in row) ? (
                    <OutgoingRow outgoing={row} onRetry={props.onRetry} onDrop={props.onDrop} />
                  ) : (
                    <MessageRow
                      message={row}
                      previous={messages[index - 1]}
                      channel={channel}
                      isRead={row.ordinal <= props.readByPeer}
                      onReply={props.onReply}
                    />
                  )}
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

function keyOf(row: Message | Outgoing | undefined): string | undefined {
  if (!row) return undefined;
  return 'id' in row ? row.id : row.nonce;
}

function useStayInPlace(
  scroller: RefObject<HTMLDivElement | null>,
  firstId: string | undefined,
  count: number,
  height: number,
): void {
  const before = useRef({ firstId, height: 0, isAtEnd: true });
  useEffect(() => {
    const element = scroller.current;
    const look = () => {
      if (!element) return;
      const below = element.scrollHeight - element.scrollTop - element.clientHeight;
      before.current.isAtEnd = below < END_PX;
    };
    element?.addEventListener('scroll', look, { passive: true });
    return () => element?.removeEventListener('scroll', look);
  }, [scroller]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the count stands for "a row was added"
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const { isAtEnd } = before.current;
    const cameAbove = before.current.firstId !== undefined && before.current.firstId !== firstId;
    if (isAtEnd) element.scrollTop = element.scrollHeight;
    else if (cameAbove) element.scrollTop += height - before.current.height;
    before.current = { firstId, height, isAtEnd };
  }, [scroller, firstId, count, height]);
}
