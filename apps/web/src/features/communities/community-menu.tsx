import type { Community } from '@plaza/contract';
import { LogOut, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { Confirm } from '../../ui/dialog.js';
import { Menu, type MenuItem } from '../../ui/menu.js';
import { useMembership } from './use-membership.js';

export function CommunityMenu({ community }: { community: Community }) {
  const text = useText();
  const { leave, remove } = useMembership(community);
  const [question, setQuestion] = useState<'leave' | 'delete' | null>(null);
  const { can } = community.viewer;
  const name = isolated(community.name);
  const items: MenuItem[] = [
    ...(can.leave
      ? [{ label: text.communities.leave, icon: <LogOut size={16} />, onSelect: () => setQuestion('leave') }]
      : []),
    ...(can.delete
      ? [
          {
            label: text.communities.delete,
            icon: <Trash2 size={16} />,
            isDangerous: true,
            onSelect: () => setQuestion('delete'),
          },
        ]
      : []),
  ];
  return (
    <>
      <Menu label={text.communities.menu({ name })} items={items} />
      <Confirm
        question={text.communities.leaveQuestion({ name })}
        explanation={text.communities.leaveExplanation}
        action={text.communities.leave}
        isOpen={question === 'leave'}
        onAnswer={(isYes) => {
          setQuestion(null);
          if (isYes) leave();
        }}
      />
      <Confirm
        question={text.communities.deleteQuestion({ name })}
        explanation={text.communities.deleteExplanation}
        action={text.communities.delete}
        isOpen={question === 'delete'}
        onAnswer={(isYes) => {
          setQuestion(null);
          if (isYes) remove();
        }}
      />
    </>
  );
}
