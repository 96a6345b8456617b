import type { Comment, Post } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { plaza } from '../../client/plaza.js';
import { Composer } from '../../ui/composer.js';
import { useToasts } from '../../ui/toasts.js';
import { entryQuery } from '../entries/index.js';
import { commentsKey } from './post.queries.js';

interface CommentComposerProps {
  parent: Post | Comment;
  isFocused?: boolean;
  onDone?: () => void;
  onCancel?: () => void;
}

/** Replies to a post or a comment. */
export function CommentComposer({ parent, isFocused = false, onDone, onCancel }: CommentComposerProps) {
  const text = useText().entries;
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const rootId = parent.kind === 'post' ? parent.id : parent.rootId;
  const publish = useMutation({
    mutationFn: (body: string) => plaza.entries.comment({ params: { entryId: parent.id }, body: { body } }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: commentsKey(rootId) }),
        queryClient.invalidateQueries(entryQuery(rootId)),
      ]);
      onDone?.();
    },
    onError: toasts.showError,
  });
  return (
    <Composer
      label={
        parent.kind === 'post'
          ? text.commentLabel
          : text.replyTo({ name: isolated(parent.author.displayName) })
      }
      action={parent.kind === 'post' ? text.comment : text.reply}
      maxLength={limits.commentBody}
      draftKey={`comment.${parent.id}`}
      isSending={publish.isPending}
      focusOn={isFocused ? parent.id : undefined}
      onSend={(body) =>
        publish.mutateAsync(body).then(
          () => true,
          () => false,
        )
      }
      {...(onCancel && { onCancel })}
    />
  );
}
