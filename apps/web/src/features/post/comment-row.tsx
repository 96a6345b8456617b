import type { Comment, Tombstone } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Reply } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { patchEntity } from '../../client/entities.js';
import { plaza } from '../../client/plaza.js';
import { Button } from '../../ui/button.js';
import { Composer } from '../../ui/composer.js';
import { Markdown } from '../../ui/markdown.js';
import { useToasts } from '../../ui/toasts.js';
import { EntryHeader, entryEntity, VoteButtons } from '../entries/index.js';
import { CommentComposer } from './comment-composer.js';
import styles from './comment-row.module.css';
import { commentsKey } from './post.queries.js';

/** One comment, or what is left of it. */
export function CommentRow({ entry }: { entry: Comment | Tombstone }) {
  const text = useText().entries;
  if (entry.kind === 'comment') return <CommentArticle comment={entry} />;
  return (
    <article className={styles.row} id={`comment-${entry.id}`}>
      <p className={styles.gone}>{text.tombstones[entry.reason]}</p>
    </article>
  );
}

function CommentArticle({ comment }: { comment: Comment }) {
  const text = useText();
  const queryClient = useQueryClient();
  const [mode, setMode] = useState<'reading' | 'replying' | 'editing'>('reading');
  const startReading = () => setMode('reading');
  return (
    <article className={styles.row} id={`comment-${comment.id}`} data-entry={comment.id}>
      <EntryHeader
        entry={comment}
        isCompact
        onEdit={() => setMode('editing')}
        onDeleted={() => void queryClient.invalidateQueries({ queryKey: commentsKey(comment.rootId) })}
      />
      {mode === 'editing' ? (
        <CommentEditor comment={comment} onDone={startReading} />
      ) : (
        <Markdown source={comment.body} />
      )}
      <div className={styles.actions}>
        <VoteButtons entry={comment} />
        {comment.viewer.can.comment && (
          <Button look="quiet" onClick={() => setMode('replying')} aria-expanded={mode === 'replying'}>
            <Reply size={16} aria-hidden="true" />
            {text.entries.reply}
          </Button>
        )}
      </div>
      {mode === 'replying' && (
        <CommentComposer parent={comment} isFocused onDone={startReading} onCancel={startReading} />
      )}
    </article>
  );
}

function CommentEditor({ comment, onDone }: { comment: Comment; onDone: () => void }) {
  const text = useText().entries;
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (body: string) =>
      plaza.comments.update({ params: { commentId: comment.id }, body: { body } }),
    onSuccess: (saved) => {
      patchEntity(queryClient, entryEntity, comment.id, () => saved);
      onDone();
    },
    onError: toasts.showError,
  });
  return (
    <Composer
      label={text.commentLabel}
      action={text.saveEdit}
      maxLength={limits.commentBody}
      initial={comment.body}
      isSending={save.isPending}
      focusOn={comment.id}
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
