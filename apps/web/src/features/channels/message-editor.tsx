import type { Message } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { Composer } from '../../ui/composer.js';
import { useToasts } from '../../ui/toasts.js';
import { putMessage } from './history.js';

/** Writes the own message again. */
export function MessageEditor({ message, onDone }: { message: Message; onDone: () => void }) {
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
    onError: toasts.complain,
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
