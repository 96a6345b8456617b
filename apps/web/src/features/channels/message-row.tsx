import type { Channel, Message } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CheckCheck, Pencil, Reply, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { plaza } from '../../app/plaza.js';
import { useViewer } from '../../app/viewer.js';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../components/avatar.js';
import { IconButton } from '../../components/button.js';
import { Composer } from '../../components/composer.js';
import { Markdown } from '../../components/markdown.js';
import { Time } from '../../components/time.js';
import { useToasts } from '../../components/toasts.js';
import { putMessage } from './message-queries.js';
import styles from './message-row.module.css';

/** Messages of one person within this time stand together under one name. */
const TOGETHER_MS = 5 * 60_000;

interface MessageRowProps {
  message: Message;
  previous: Message | undefined;
  channel: Channel;
  isRead: boolean;
  onReply: (message: Message) => void;
}

export function MessageRow({ message, previous, channel, isRead, onReply }: MessageRowProps) {
  const text = useText();
  const viewer = useViewer();
  const [isEditing, setIsEditing] = useState(false);
  const continues = previous !== undefined && belongsTo(message, previous);
  const { author } = message;
  return (
    <article className={styles.row} data-continues={continues || undefined} data-message={message.id}>
      <div className={styles.side}>
        {!continues && <Avatar id={author.id} name={author.displayName} size={40} />}
      </div>
      <div className={styles.content}>
        {!continues && (
          <header className={styles.header}>
            <Link to="/@{$username}" params={{ username: author.username }} className={styles.name}>
              <bdi>{author.displayName}</bdi>
            </Link>
            <span className={styles.soft}>
              <Time at={message.createdAt} />
            </span>
          </header>
        )}
        {message.replyTo && <p className={styles.soft}>{text.messages.isReply}</p>}
        <Body message={message} isEditing={isEditing} onDone={() => setIsEditing(false)} />
        {author.id === viewer?.id && isRead && channel.type === 'direct' && !message.deletedAt && (
          <span className={styles.read}>
            <CheckCheck size={14} aria-hidden="true" />
            <span className="visually-hidden">{text.messages.read}</span>
          </span>
        )}
      </div>
      {!message.deletedAt && !isEditing && (
        <Actions message={message} channel={channel} onReply={onReply} onEdit={() => setIsEditing(true)} />
      )}
    </article>
  );
}

function belongsTo(message: Message, previous: Message): boolean {
  return (
    message.author.id === previous.author.id &&
    Date.parse(message.createdAt) - Date.parse(previous.createdAt) < TOGETHER_MS
  );
}

function Body({ message, isEditing, onDone }: { message: Message; isEditing: boolean; onDone: () => void }) {
  const text = useText();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (body: string) =>
      plaza.messages.update({ params: { messageId: message.id }, body: { body } }),
    onSuccess: (saved) => {
      putMessage(queryClient, saved);
      onDone();
    },
    onError: toasts.complain,
  });
  if (message.deletedAt) return <p className={styles.gone}>{text.messages.deleted}</p>;
  if (isEditing) {
    return (
      <Composer
        label={text.messages.label}
        action={text.common.save}
        maxLength={limits.messageBody}
        initial={message.body}
        isSending={save.isPending}
        isFocused
        sendsOnEnter
        onSend={(body) =>
          save.mutateAsync(body).then(
            () => true,
            () => false,
          )
        }
        onCancel={onDone}
      />
    );
  }
  return (
    <>
      <Markdown source={message.body} />
      {message.editedAt && <span className={styles.soft}>({text.common.edited})</span>}
    </>
  );
}

interface ActionsProps {
  message: Message;
  channel: Channel;
  onReply: (message: Message) => void;
  onEdit: () => void;
}

function Actions({ message, channel, onReply, onEdit }: ActionsProps) {
  const text = useText();
  const toasts = useToasts();
  const remove = useMutation({
    mutationFn: () => plaza.messages.delete({ params: { messageId: message.id } }),
    onError: toasts.complain,
  });
  const { can } = message.viewer;
  return (
    <div className={styles.actions}>
      {channel.viewer.can.send && (
        <IconButton label={text.entries.reply} onClick={() => onReply(message)}>
          <Reply size={16} aria-hidden="true" />
        </IconButton>
      )}
      {can.edit && (
        <IconButton label={text.common.edit} onClick={onEdit}>
          <Pencil size={16} aria-hidden="true" />
        </IconButton>
      )}
      {can.delete && (
        <IconButton label={text.common.delete} onClick={() => remove.mutate()}>
          <Trash2 size={16} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
