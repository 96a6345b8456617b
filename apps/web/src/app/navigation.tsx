import { Link } from '@tanstack/react-router';
import { Bell, Compass, House, MessageCircle, Plus, Settings, User } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { Avatar } from '../components/avatar.js';
import { buttonClass } from '../components/button.js';
import { useMyCommunities } from './my-communities.js';
import styles from './navigation.module.css';
import { useUnread } from './unread.js';
import { useViewer } from './viewer.js';

/** The rail at the left, icons alone where there is little room, tabs at the bottom on a phone. */
export function Navigation() {
  const text = useText();
  const viewer = useViewer();
  const { notifications, directChannels } = useUnread();
  const { navigation } = text;
  return (
    <nav className={styles.rail} aria-label={navigation.label}>
      <Link to="/" className={styles.brand}>
        <img src="/icon.svg" alt="" width={32} height={32} />
        <span className={styles.label}>{text.product}</span>
      </Link>
      <Place to="/" icon={<House />} label={navigation.home} />
      <Place to="/explore" icon={<Compass />} label={navigation.explore} />
      {viewer && (
        <>
          <Place to="/messages" icon={<MessageCircle />} label={navigation.messages} count={directChannels} />
          <Place to="/notifications" icon={<Bell />} label={navigation.notifications} count={notifications} />
          <Place to={`/@${viewer.username}`} icon={<User />} label={navigation.profile} />
          <Place to="/settings/profile" icon={<Settings />} label={navigation.settings} isMinor />
          <Communities />
        </>
      )}
      {!viewer && (
        <div className={styles.welcome}>
          <Link to="/register" className={buttonClass('primary')}>
            {navigation.register}
          </Link>
          <Link to="/login" className={buttonClass('quiet')}>
            {navigation.signIn}
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
  /** Has no tab on a phone. */
  isMinor?: boolean;
}

function Place({ to, icon, label, count = 0, isMinor = false }: PlaceProps) {
  const text = useText();
  return (
    <Link
      to={to}
      className={styles.place}
      data-minor={isMinor || undefined}
      activeOptions={{ exact: to === '/' }}
      title={label}
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

function Communities() {
  const { navigation } = useText();
  const communities = useMyCommunities();
  return (
    <section className={styles.communities} aria-label={navigation.communities}>
      <h2 className={styles.heading}>{navigation.communities}</h2>
      {communities.map((community) => (
        <Link
          key={community.id}
          to="/c/$handle"
          params={{ handle: community.handle }}
          className={styles.place}
          title={community.name}
        >
          <Avatar id={community.id} name={community.name} size={32} shape="square" />
          <span className={styles.label}>{community.name}</span>
          {community.hasUnread && (
            <span className={styles.dot} role="img" aria-label={navigation.unread(1)} />
          )}
        </Link>
      ))}
      <Link to="/communities/new" className={styles.place} title={navigation.createCommunity}>
        <span className={styles.icon}>
          <Plus />
        </span>
        <span className={styles.label}>{navigation.createCommunity}</span>
      </Link>
    </section>
  );
}
