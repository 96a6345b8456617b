import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { LogIn, UserPlus } from 'lucide-react';
import { useText } from '../catalogue/catalogue.js';
import { useViewer } from '../client/viewer.js';
import { forgetPostLists, postListKey } from '../features/entries/index.js';
import type { NavigationEntry } from '../features/feature.js';
import { AccountMenu } from '../features/settings/index.js';
import { buttonClass } from '../ui/button.js';
import { CommunityRail } from './community-rail.js';
import { features } from './features.js';
import styles from './navigation.module.css';

/** The rail at the side, icons alone where there is little room, tabs at the bottom on a phone. */
export function Navigation() {
  const text = useText();
  const viewer = useViewer();
  const { navigation } = text;
  const entries = features.flatMap((feature) => feature.navigation?.(viewer) ?? []);
  return (
    <nav className={styles.rail} aria-label={navigation.label}>
      <Link to="/" className={styles.brand} title={text.app.product}>
        <img src="/icon.svg" alt="" width={32} height={32} />
        <span className={styles.label}>{text.app.product}</span>
      </Link>
      {entries.map((entry) => (
        <NavigationLink key={`${entry.to} ${entry.on}`} {...entry} />
      ))}
      {viewer ? (
        <>
          <CommunityRail />
          <div className={styles.you}>
            <AccountMenu viewer={viewer} />
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

function NavigationLink({ to, Icon, label, on, useCount = useNoCount }: NavigationEntry) {
  const text = useText();
  const count = useCount();
  const startFresh = useFreshStart(to);
  return (
    <Link
      to={to}
      className={styles.link}
      data-on={on}
      activeOptions={{ exact: to === '/' }}
      title={label(text)}
      onClick={startFresh}
    >
      <span className={styles.icon}>
        <Icon />
        {count > 0 && (
          <span className={styles.count}>
            <span aria-hidden="true">{count > 98 ? '99+' : count}</span>
            <span className="visually-hidden">{text.navigation.unread({ count })}</span>
          </span>
        )}
      </span>
      <span className={styles.label}>{label(text)}</span>
    </Link>
  );
}

function useNoCount(): number {
  return 0;
}

/** Who opens a screen by the navigation wants to see what is new there; who goes back wants what was there. */
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
