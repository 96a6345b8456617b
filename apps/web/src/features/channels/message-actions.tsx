import type { Channel, Message } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Copy, Pencil, Reply, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { IconButton } from '../../ui/button.js';
import { Confirm } from '../../ui/confirm.js';
import { copy } from '../../ui/copy.js';
import { useToasts } from '../../ui/toasts.js';
import { buryMessage } from './history.js';
import styles from './message-row.module.css';

interface MessageActionsProps {
  message: Message;
  channel: Channel;
  onReply: (message: Message) => void;
  onEdit: () => void;
}

interface Action {
  label: string;
  icon: ReactNode;
  choose: () => void;
}

/** What can be done with a message; in sight while it is pointed at or has the focus, which a tap gives it. */
export function MessageActions({ message, channel, onReply, onEdit }: MessageActionsProps) {
  const text = useText();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const { mutate: remove } = useMutation({
    mutationFn: () => plaza.messages.delete({ params: { messageId: message.id } }),
    onSuccess: () => buryMessage(queryClient, { ...message, deletedAt: new Date().toISOString() }),
    onError: toasts.complain,
  });
  const { can } = message.viewer;
  const actions: Action[] = [
    ...(channel.viewer.can.send
      ? [
          {
            label: text.entries.reply,
            icon: <Reply size={16} aria-hidden="true" />,
            choose: () => onReply(message),
          },
        ]
      : []),
    {
      label: text.messages.copy,
      icon: <Copy size={16} aria-hidden="true" />,
      choose: () => void copy(message.body).then(() => toasts.say(text.messages.copied), toasts.complain),
    },
    ...(can.edit
      ? [{ label: text.common.edit, icon: <Pencil size={16} aria-hidden="true" />, choose: onEdit }]
      : []),
    ...(can.delete
      ? [
          {
            label: text.common.delete,
            icon: <Trash2 size={16} aria-hidden="true" />,
            choose: () => setIsAsking(true),
          },
        ]
      : []),
  ];
  return (
    <>
      <div className={styles.actions}>
        {actions.map(({ label, icon, choose }) => (
          <IconButton key={label} label={label} onClick={choose}>
            {icon}
          </IconButton>
        ))}
      </div>
      <Confirm
        question={text.messages.deleteQuestion}
        explanation={text.messages.deleteExplanation}
        action={text.common.delete}
        isOpen={isAsking}
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) remove();
        }}
      />
    </>
  );
}
