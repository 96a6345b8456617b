import type { Channel, Message } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { CheckCheck, CornerUpLeft } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { useViewer } from '../../client/viewer.js';
import { Avatar } from '../../ui/avatar.js';
import { Markdown } from '../../ui/markdown.js';
import { ClockTime, Time } from '../../ui/time.js';
import { belongsTogether } from './grouping.js';
import { MessageActions } from './message-actions.js';
import { MessageEditor } from './message-editor.js';
import styles from './message-row.module.css';

interface MessageRowProps {
  message: Message;
  previous: Message | undefined;
  /** What it replies to, where that is loaded. */
  answered: Message | undefined;
  channel: Channel;
  isRead: boolean;
  isEditing: boolean;
  onEdit: (id: string | null) => void;
  onReply: (message: Message) => void;
  onJump: (id: string) => void;
}

export function MessageRow(props: MessageRowProps) {
  const { message, previous, channel, isRead, isEditing, onEdit } = props;
  const text = useText();
  const isOwn = message.author.id === useViewer()?.id;
  const continues = belongsTogether({ ...message, authorId: message.author.id }, previous);
  const [isAtHand, setIsAtHand] = useState(false);
  const takeUp = () => setIsAtHand(true);
  const { author } = message;
  return (
    <article
      className={styles.row}
      tabIndex={-1}
      data-continues={continues || undefined}
      data-message={message.id}
      // What can be done with it is drawn once somebody is near: most rows only pass by.
      onPointerEnter={takeUp}
      onFocus={takeUp}
    >
      {message.replyTo && <Answered id={message.replyTo} message={props.answered} onJump={props.onJump} />}
      <div className={styles.side}>
        {continues ? (
          <span className={styles.clock}>
            <ClockTime at={message.createdAt} />
          </span>
        ) : (
          <Avatar id={author.id} name={author.displayName} size={40} />
        )}
      </div>
      <div className={styles.content}>
        {continues ? (
          <span className="visually-hidden">{author.displayName}: </span>
        ) : (
          <header className={styles.header}>
            <Link to="/@{$username}" params={{ username: author.username }} className={styles.name}>
              <bdi>{author.displayName}</bdi>
            </Link>
            <span className={styles.soft}>
              <Time at={message.createdAt} />
            </span>
          </header>
        )}
        {message.deletedAt && <p className={styles.gone}>{text.messages.deleted}</p>}
        {isEditing && !message.deletedAt && <MessageEditor message={message} onDone={() => onEdit(null)} />}
        {!isEditing && !message.deletedAt && (
          <div className={styles.body}>
            <Markdown source={message.body} />
            {message.editedAt && <span className={styles.soft}>({text.common.edited})</span>}
            {isOwn && isRead && channel.type === 'direct' && (
              <span className={styles.read} title={text.messages.read}>
                <CheckCheck size={14} aria-hidden="true" />
                <span className="visually-hidden">{text.messages.read}</span>
              </span>
            )}
          </div>
        )}
      </div>
      {isAtHand && !message.deletedAt && !isEditing && (
        <MessageActions
          message={message}
          channel={channel}
          onReply={props.onReply}
          onEdit={() => onEdit(message.id)}
        />
      )}
    </article>
  );
}

interface AnsweredProps {
  id: string;
  message: Message | undefined;
  onJump: (id: string) => void;
}

/** The beginning of what a message replies to, and the way there. */
function Answered({ id, message, onJump }: AnsweredProps) {
  const text = useText().messages;
  const icon = <CornerUpLeft size={14} aria-hidden="true" className={`${styles.turn} turns-with-text`} />;
  if (!message) {
    return (
      <p className={styles.answered}>
        {icon}
        {text.isReply}
      </p>
    );
  }
  return (
    <button type="button" className={styles.answered} onClick={() => onJump(id)}>
      {icon}
      <bdi className={styles.answeredName}>{message.author.displayName}</bdi>
      <span className={styles.answeredWords} dir="auto">
        {message.deletedAt ? text.deleted : message.body}
      </span>
    </button>
  );
}
