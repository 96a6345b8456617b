import type { Account } from '@plaza/contract';
import { useNavigate } from '@tanstack/react-router';
import { LogOut, Settings, User } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { Avatar } from '../../ui/avatar.js';
import { Menu, type MenuItem } from '../../ui/menu.js';
import { PersonNames } from '../../ui/person.js';
import { useToasts } from '../../ui/toasts.js';
import { PresenceDot, usePresenceItems } from '../presence/index.js';
import styles from './account-menu.module.css';

/** Who is signed in, and what concerns them: profile, presence, settings, sign out. */
export function AccountMenu({ viewer }: { viewer: Account }) {
  const text = useText();
  const navigate = useNavigate();
  const profile = {
    label: text.navigation.profile,
    icon: <User size={16} />,
    onSelect: () => void navigate({ to: '/@{$username}', params: { username: viewer.username } }),
  };
  return (
    <Menu label={text.navigation.you} items={[profile, ...useAccountItems()]} className={styles.you}>
      <Avatar id={viewer.id} name={viewer.displayName} size={32}>
        <PresenceDot userId={viewer.id} />
      </Avatar>
      <span className={styles.names}>
        <PersonNames person={viewer} />
      </span>
    </Menu>
  );
}

/** What one can do about oneself from anywhere, the own profile as well. */
export function useAccountItems(): MenuItem[] {
  const text = useText();
  const toasts = useToasts();
  const navigate = useNavigate();
  const presences = usePresenceItems();
  return [
    {
      label: text.navigation.settings,
      icon: <Settings size={16} />,
      onSelect: () => void navigate({ to: '/settings/profile' }),
    },
    ...presences,
    {
      label: text.navigation.signOut,
      icon: <LogOut size={16} />,
      startsGroup: true,
      // The shell shows the page as a stranger sees it once the session has ended.
      onSelect: () => void plaza.auth.logout().catch(toasts.showError),
    },
  ];
}
