import type { Comment, Post } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link2, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { removeEntity } from '../../client/entities.js';
import { plaza } from '../../client/plaza.js';
import { copy } from '../../ui/copy.js';
import { Confirm } from '../../ui/dialog.js';
import { Menu, type MenuItem } from '../../ui/menu.js';
import { useToasts } from '../../ui/toasts.js';
import { entryEntity } from './entries.queries.js';

interface EntryMenuProps {
  entry: Post | Comment;
  onEdit: () => void;
  onDeleted?: () => void;
}

/** What may be done with an entry besides replying and voting. */
export function EntryMenu({ entry, onEdit, onDeleted }: EntryMenuProps) {
  const text = useText();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () =>
      entry.kind === 'post'
        ? plaza.posts.delete({ params: { postId: entry.id } })
        : plaza.comments.delete({ params: { commentId: entry.id } }),
    onSuccess: () => {
      if (entry.kind === 'post') removeEntity(queryClient, entryEntity, entry.id);
      toasts.show(text.entries.deleted);
      onDeleted?.();
    },
    onError: toasts.showError,
  });
  const copyLink = async () => {
    await copy(location.origin + pathOf(entry)).then(
      () => toasts.show(text.entries.linkCopied),
      toasts.showError,
    );
  };
  const items: MenuItem[] = [
    { label: text.entries.copyLink, icon: <Link2 size={16} />, onSelect: () => void copyLink() },
    ...(entry.viewer.can.edit
      ? [{ label: text.common.edit, icon: <Pencil size={16} />, onSelect: onEdit }]
      : []),
    ...(entry.viewer.can.delete
      ? [
          {
            label: text.common.delete,
            icon: <Trash2 size={16} />,
            isDangerous: true,
            onSelect: () => setIsAsking(true),
          },
        ]
      : []),
  ];
  return (
    <>
      <Menu label={text.navigation.more} items={items} />
      <Confirm
        question={text.entries.deleteQuestion}
        explanation={text.entries.deleteExplanation}
        action={text.common.delete}
        isOpen={isAsking}
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) remove.mutate();
        }}
      />
    </>
  );
}

function pathOf(entry: Post | Comment): string {
  return entry.kind === 'post' ? `/posts/${entry.id}` : `/posts/${entry.rootId}/comments/${entry.id}`;
}
