import type { Channel, SharedMessage } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Copy, Pencil, Reply, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { useViewer } from '../../client/viewer.js';
import { IconButton } from '../../ui/button.js';
import { copy } from '../../ui/copy.js';
import { Confirm } from '../../ui/dialog.js';
import { useToasts } from '../../ui/toasts.js';
import { abilitiesFor, markDeleted } from './history.js';
import styles from './message-row.module.css';

interface MessageActionsProps {
  message: SharedMessage;
  channel: Channel;
  onReply: (message: SharedMessage) => void;
  onEdit: () => void;
}

interface Action {
  label: string;
  icon: ReactNode;
  run: () => void;
}

/** What can be done with a message; visible while it is hovered or has the focus, which a tap gives it. */
export function MessageActions({ message, channel, onReply, onEdit }: MessageActionsProps) {
  const text = useText();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const { mutate: remove } = useMutation({
    mutationFn: () => plaza.messages.delete({ params: { messageId: message.id } }),
    onSuccess: () => markDeleted(queryClient, message.id, new Date().toISOString()),
    onError: toasts.showError,
  });
  const can = abilitiesFor(message, channel, useViewer()?.id);
  const actions: Action[] = [
    ...(channel.viewer.can.send
      ? [
          {
            label: text.entries.reply,
            icon: <Reply size={16} aria-hidden="true" />,
            run: () => onReply(message),
          },
        ]
      : []),
    {
      label: text.messages.copy,
      icon: <Copy size={16} aria-hidden="true" />,
      run: () => void copy(message.body).then(() => toasts.show(text.messages.copied), toasts.showError),
    },
    ...(can.edit
      ? [{ label: text.common.edit, icon: <Pencil size={16} aria-hidden="true" />, run: onEdit }]
      : []),
    ...(can.delete
      ? [
          {
            label: text.common.delete,
            icon: <Trash2 size={16} aria-hidden="true" />,
            run: () => setIsAsking(true),
          },
        ]
      : []),
  ];
  return (
    <>
      <div className={styles.actions}>
        {actions.map(({ label, icon, run }) => (
          <IconButton key={label} label={label} onClick={run}>
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
