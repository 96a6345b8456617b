import type { Audience, Post } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { patchEntity } from '../../client/entities.js';
import { plaza } from '../../client/plaza.js';
import { Composer } from '../../ui/composer.js';
import { useToasts } from '../../ui/toasts.js';
import { useDraft } from '../../ui/use-draft.js';
import { entryEntity, entryQuery } from './entries.queries.js';
import styles from './post-composer.module.css';

interface PostComposerProps {
  /** The post to edit; absent for a new one. */
  post?: Post;
  isFocused?: boolean;
  onDone: (post: Post) => void;
  onCancel?: () => void;
}

/** Writes a post, or edits one. */
export function PostComposer({ post, isFocused = false, onDone, onCancel }: PostComposerProps) {
  const text = useText().entries;
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const [title, setTitle] = useDraft(post ? undefined : 'post.title', post?.title ?? '');
  const [audience, setAudience] = useState<Audience>(post?.audience ?? 'public');
  const publish = useMutation({
    mutationFn: (body: string) => {
      const draft = { title, body, audience };
      return post
        ? plaza.posts.update({ params: { postId: post.id }, body: draft })
        : plaza.posts.create({ body: draft });
    },
    onSuccess: (published) => {
      queryClient.setQueryData(entryQuery(published.id).queryKey, published);
      patchEntity(queryClient, entryEntity, published.id, () => published);
      onDone(published);
    },
    onError: toasts.showError,
  });
  const send = async (body: string) => {
    try {
      await publish.mutateAsync(body);
      setTitle('');
      return true;
    } catch {
      // onError has shown it; the words stay where they are.
      return false;
    }
  };
  return (
    <Composer
      label={text.bodyLabel}
      action={post ? text.saveEdit : text.publish}
      maxLength={limits.postBody}
      {...(post ? { initial: post.body } : { draftKey: 'post.body' })}
      isSending={publish.isPending}
      isIncomplete={title.trim() === ''}
      onSend={send}
      {...(onCancel && { onCancel })}
      above={
        <input
          className={styles.title}
          aria-label={text.titleLabel}
          placeholder={text.titleLabel}
          value={title}
          maxLength={limits.postTitle}
          dir="auto"
          // biome-ignore lint/a11y/noAutofocus: the person has just asked to write
          autoFocus={isFocused}
          onChange={(event) => setTitle(event.target.value)}
        />
      }
      beside={<AudienceSelect value={audience} onChoose={setAudience} />}
    />
  );
}

const audiences: Audience[] = ['public', 'followers', 'mentioned'];

interface AudienceSelectProps {
  value: Audience;
  onChoose: (audience: Audience) => void;
}

function AudienceSelect({ value, onChoose }: AudienceSelectProps) {
  const text = useText().entries;
  return (
    <select
      className={styles.audience}
      aria-label={text.audience}
      value={value}
      onChange={(event) => {
        const chosen = audiences.find((audience) => audience === event.target.value);
        if (chosen) onChoose(chosen);
      }}
    >
      {audiences.map((audience) => (
        <option key={audience} value={audience}>
          {text.audiences[audience]}
        </option>
      ))}
    </select>
  );
}
