import type { Account, PresenceChoice } from '@plaza/contract';
import { useNavigate } from '@tanstack/react-router';
import { Circle, CircleDashed, CircleMinus, LogOut, Moon, Settings, User } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { useRealtime } from '../../client/realtime.js';
import { Avatar } from '../../ui/avatar.js';
import { Menu } from '../../ui/menu.js';
import type { MenuChoice } from '../../ui/menu-choice.js';
import { PersonNames } from '../../ui/person-names.js';
import { useToasts } from '../../ui/toasts.js';
import { chooseOwnPresence, useOwnPresence } from '../presence/presence.js';
import { PresenceDot } from '../presence/presence-dot.js';
import styles from './account-menu.module.css';

const presences: [PresenceChoice, ReactNode][] = [
  ['online', <Circle key="online" size={16} />],
  ['idle', <Moon key="idle" size={16} />],
  ['dnd', <CircleMinus key="dnd" size={16} />],
  ['invisible', <CircleDashed key="invisible" size={16} />],
];

/** Who one is here, and what concerns oneself: profile, presence, settings, the way out. */
export function YouMenu({ viewer }: { viewer: Account }) {
  const text = useText();
  return (
    <Menu label={text.navigation.you} choices={useYouChoices(viewer)} className={styles.you}>
      <Avatar id={viewer.id} name={viewer.displayName} size={32}>
        <PresenceDot userId={viewer.id} />
      </Avatar>
      <span className={styles.names}>
        <PersonNames person={viewer} />
      </span>
    </Menu>
  );
}

/** What one can do about oneself, for the rail and for the own profile. */
export function useYouChoices(viewer: Account): MenuChoice[] {
  const text = useText();
  const toasts = useToasts();
  const navigate = useNavigate();
  const realtime = useRealtime();
  const chosen = useOwnPresence();
  const showAs = async (status: PresenceChoice) => {
    try {
      await realtime?.command('presence.set', { status });
      if (realtime) chooseOwnPresence(status);
    } catch (error) {
      toasts.complain(error);
    }
  };
  return [
    {
      label: text.navigation.profile,
      icon: <User size={16} />,
      choose: () => void navigate({ to: '/@{$username}', params: { username: viewer.username } }),
    },
    {
      label: text.navigation.settings,
      icon: <Settings size={16} />,
      choose: () => void navigate({ to: '/settings/profile' }),
    },
    ...presences.map(([status, icon], index) => ({
      label: text.presence.choices[status],
      icon,
      startsGroup: index === 0,
      isChosen: status === chosen,
      choose: () => void showAs(status),
    })),
    {
      label: text.navigation.signOut,
      icon: <LogOut size={16} />,
      startsGroup: true,
      // What the page looks like then is the affair of `useSessionEnd`.
      choose: () => void plaza.auth.logout().catch(toasts.complain),
    },
  ];
}
