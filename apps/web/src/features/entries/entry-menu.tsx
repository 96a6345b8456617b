import type { Comment, Post } from '@plaza/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link2, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { Confirm } from '../../ui/confirm.js';
import { Menu } from '../../ui/menu.js';
import type { MenuChoice } from '../../ui/menu-choice.js';
import { useToasts } from '../../ui/toasts.js';
import { commentsKey } from './entries.queries.js';
import { removeFromLists } from './entry-cache.js';

interface EntryMenuProps {
  entry: Post | Comment;
  onEdit: () => void;
  onDeleted?: () => void;
}

/** What may be done with an entry besides answering and voting. */
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
      removeFromLists(queryClient, entry.id);
      if (entry.kind === 'comment')
        void queryClient.invalidateQueries({ queryKey: commentsKey(entry.rootId) });
      toasts.say(text.entries.deleted);
      onDeleted?.();
    },
    onError: toasts.complain,
  });
  const copyLink = async () => {
    await navigator.clipboard.writeText(location.origin + linkTo(entry));
    toasts.say(text.entries.linkCopied);
  };
  const choices: MenuChoice[] = [
    { label: text.entries.copyLink, icon: <Link2 size={16} />, choose: () => void copyLink() },
    ...(entry.viewer.can.edit
      ? [{ label: text.common.edit, icon: <Pencil size={16} />, choose: onEdit }]
      : []),
    ...(entry.viewer.can.delete
      ? [
          {
            label: text.common.delete,
            icon: <Trash2 size={16} />,
            isDangerous: true,
            choose: () => setIsAsking(true),
          },
        ]
      : []),
  ];
  return (
    <>
      <Menu label={text.navigation.more} choices={choices} />
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

function linkTo(entry: Post | Comment): string {
  return entry.kind === 'post' ? `/posts/${entry.id}` : `/posts/${entry.rootId}/comments/${entry.id}`;
}
