import type { Comment, Tombstone } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Reply } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { Button } from '../../ui/button.js';
import { Composer } from '../../ui/composer.js';
import { Markdown } from '../../ui/markdown.js';
import { useToasts } from '../../ui/toasts.js';
import { changeEntry } from '../entries/entry-cache.js';
import { EntryHead } from '../entries/entry-header.js';
import { VoteButtons } from '../entries/vote-buttons.js';
import { CommentComposer } from './comment-composer.js';
import styles from './comment-row.module.css';

/** One comment, or what is left of it. */
export function CommentRow({ entry }: { entry: Comment | Tombstone }) {
  const text = useText().entries;
  if (entry.kind === 'comment') return <LivingComment comment={entry} />;
  return (
    <article className={styles.row} id={`comment-${entry.id}`}>
      <p className={styles.gone}>{text.tombstones[entry.reason]}</p>
    </article>
  );
}

function LivingComment({ comment }: { comment: Comment }) {
  const text = useText();
  const [mode, setMode] = useState<'reading' | 'replying' | 'editing'>('reading');
  const read = () => setMode('reading');
  return (
    <article className={styles.row} id={`comment-${comment.id}`} data-entry={comment.id}>
      <EntryHead entry={comment} isCompact onEdit={() => setMode('editing')} />
      {mode === 'editing' ? (
        <CommentEditor comment={comment} onDone={read} />
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
      {mode === 'replying' && <CommentComposer parent={comment} isFocused onDone={read} onCancel={read} />}
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
      changeEntry(queryClient, comment.id, () => saved);
      onDone();
    },
    onError: toasts.complain,
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
