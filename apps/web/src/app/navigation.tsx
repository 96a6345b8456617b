import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { Bell, Compass, House, LogIn, MessageCircle, User, UserPlus, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { useViewer } from '../client/viewer.js';
import { forgetPostLists, postListKey } from '../features/entries/entries.queries.js';
import { useUnread } from '../features/notifications/unread.js';
import { YouMenu } from '../features/settings/account-menu.js';
import { Avatar } from '../ui/avatar.js';
import { buttonClass } from '../ui/button.js';
import { CommunityRail } from './community-rail.js';
import styles from './navigation.module.css';

/** The rail at the side, icons alone where there is little room, tabs at the bottom on a phone. */
export function Navigation() {
  const text = useText();
  const viewer = useViewer();
  const { notifications, directChannels } = useUnread();
  const { navigation } = text;
  return (
    <nav className={styles.rail} aria-label={navigation.label} data-stranger={!viewer || undefined}>
      <Link to="/" className={styles.brand} title={text.product}>
        <img src="/icon.svg" alt="" width={32} height={32} />
        <span className={styles.label}>{text.product}</span>
      </Link>
      <Place to="/" icon={<House />} label={navigation.home} />
      <Place to="/explore" icon={<Compass />} label={navigation.explore} />
      {viewer ? (
        <>
          <Place to="/communities" icon={<Users />} label={navigation.communities} on="phone" />
          <Place to="/messages" icon={<MessageCircle />} label={navigation.messages} count={directChannels} />
          <Place to="/notifications" icon={<Bell />} label={navigation.notifications} count={notifications} />
          <Place to={`/@${viewer.username}`} icon={<User />} label={navigation.profile} on="rail" />
          <Place
            to={`/@${viewer.username}`}
            icon={<Avatar id={viewer.id} name={viewer.displayName} size={32} />}
            label={navigation.profile}
            on="phone"
          />
          <CommunityRail />
          <div className={styles.you}>
            <YouMenu viewer={viewer} />
          </div>
        </>
      ) : (
        <div className={styles.welcome}>
          <Link to="/register" className={buttonClass('primary')} title={navigation.register}>
            <UserPlus size={20} aria-hidden="true" />
            <span>{navigation.register}</span>
          </Link>
          <Link to="/login" className={buttonClass('secondary')} title={navigation.signIn}>
            <LogIn size={20} aria-hidden="true" />
            <span>{navigation.signIn}</span>
          </Link>
        </div>
      )}
    </nav>
  );
}

interface PlaceProps {
  to: string;
  icon: ReactNode;
  label: string;
  count?: number;
  /** Only there. */
  on?: 'phone' | 'rail';
}

function Place({ to, icon, label, count = 0, on }: PlaceProps) {
  const text = useText();
  const goFresh = useFreshStart(to);
  return (
    <Link
      to={to}
      className={styles.place}
      data-on={on}
      activeOptions={{ exact: to === '/' }}
      title={label}
      onClick={goFresh}
    >
      <span className={styles.icon}>
        {icon}
        {count > 0 && (
          <span className={styles.count}>
            <span aria-hidden="true">{count > 98 ? '99+' : count}</span>
            <span className="visually-hidden">{text.navigation.unread(count)}</span>
          </span>
        )}
      </span>
      <span className={styles.label}>{label}</span>
    </Link>
  );
}

/** Who goes somewhere by the rail wants to see what is new there; who goes back wants what was there. */
function useFreshStart(to: string): () => void {
  const queryClient = useQueryClient();
  const { pathname } = useLocation();
  return () => {
    forgetPostLists(queryClient);
    if (pathname !== to) return;
    scrollTo({ top: 0 });
    void queryClient.resetQueries({ queryKey: postListKey });
  };
}
