import type { Channel, SharedMessage } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CheckCheck, CornerUpLeft } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { useViewer } from '../../client/viewer.js';
import { Avatar } from '../../ui/avatar.js';
import { Composer } from '../../ui/composer.js';
import { Markdown } from '../../ui/markdown.js';
import { ClockTime, Time } from '../../ui/time.js';
import { useToasts } from '../../ui/toasts.js';
import { isGrouped } from './grouping.js';
import { putMessage } from './history.js';
import { MessageActions } from './message-actions.js';
import styles from './message-row.module.css';

interface MessageRowProps {
  message: SharedMessage;
  previous: SharedMessage | undefined;
  /** What it replies to, where that is loaded. */
  repliedTo: SharedMessage | undefined;
  channel: Channel;
  isRead: boolean;
  isEditing: boolean;
  onEdit: (id: string | null) => void;
  onReply: (message: SharedMessage) => void;
  onJump: (id: string) => void;
}

export function MessageRow(props: MessageRowProps) {
  const { message, previous, channel, isRead, isEditing, onEdit } = props;
  const text = useText();
  const isOwn = message.author.id === useViewer()?.id;
  const continues = isGrouped({ ...message, authorId: message.author.id }, previous);
  const [isActive, setIsActive] = useState(false);
  const activate = () => setIsActive(true);
  const { author } = message;
  return (
    <article
      className={styles.row}
      tabIndex={-1}
      data-continues={continues || undefined}
      data-message={message.id}
      // Its actions are drawn once it is hovered or focused: most rows only scroll by.
      onPointerEnter={activate}
      onFocus={activate}
    >
      {message.replyTo && <RepliedTo id={message.replyTo} message={props.repliedTo} onJump={props.onJump} />}
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
      {isActive && !message.deletedAt && !isEditing && (
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

interface RepliedToProps {
  id: string;
  message: SharedMessage | undefined;
  onJump: (id: string) => void;
}

/** The beginning of what a message replies to, and the way there. */
function RepliedTo({ id, message, onJump }: RepliedToProps) {
  const text = useText().messages;
  const icon = <CornerUpLeft size={14} aria-hidden="true" className={`${styles.turn} turns-with-text`} />;
  if (!message) {
    return (
      <p className={styles.repliedTo}>
        {icon}
        {text.isReply}
      </p>
    );
  }
  return (
    <button type="button" className={styles.repliedTo} onClick={() => onJump(id)}>
      {icon}
      <bdi className={styles.repliedToName}>{message.author.displayName}</bdi>
      <span className={styles.repliedToText} dir="auto">
        {message.deletedAt ? text.deleted : message.body}
      </span>
    </button>
  );
}

/** Edits a message of the viewer's own. */
function MessageEditor({ message, onDone }: { message: SharedMessage; onDone: () => void }) {
  const text = useText();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const { mutateAsync, isPending } = useMutation({
    mutationFn: (body: string) =>
      plaza.messages.update({ params: { messageId: message.id }, body: { body } }),
    onSuccess: (saved) => {
      putMessage(queryClient, saved);
      onDone();
    },
    onError: toasts.showError,
  });
  const save = (body: string) =>
    mutateAsync(body).then(
      () => true,
      () => false,
    );
  return (
    <Composer
      label={text.messages.editLabel}
      action={text.common.save}
      maxLength={limits.messageBody}
      initial={message.body}
      isSending={isPending}
      focusOn={message.id}
      sendsOnEnter
      onSend={save}
      onCancel={onDone}
    />
  );
}
