import type { Message } from '@plaza/contract';
import { useText } from '../../catalogue/catalogue.js';
import { useDayName } from '../../ui/time.js';
import { isSameDay } from './grouping.js';
import styles from './row-marks.module.css';

interface RowMarksProps {
  message: Message;
  previous: Message | undefined;
  isFirstUnread: boolean;
}

/** What stands between two messages: another day, and where the unread ones begin. */
export function RowMarks({ message, previous, isFirstUnread }: RowMarksProps) {
  const text = useText().messages;
  const dayName = useDayName();
  const isNewDay = !previous || !isSameDay(previous.createdAt, message.createdAt);
  return (
    <>
      {isNewDay && (
        <p className={styles.mark}>
          <span>{dayName(message.createdAt)}</span>
        </p>
      )}
      {isFirstUnread && (
        <p className={styles.mark} data-unread>
          <span>{text.unreadFromHere}</span>
        </p>
      )}
    </>
  );
}
