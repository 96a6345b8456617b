import { Link, Outlet } from '@tanstack/react-router';
import { plaza } from '../../app/plaza.js';
import { Screen } from '../../app/screen.js';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { useToasts } from '../../components/toasts.js';
import styles from './settings-screen.module.css';

const places = ['profile', 'account', 'privacy', 'sessions', 'blocked', 'appearance'] as const;

/** The frame of all settings. */
export function SettingsScreen() {
  const text = useText();
  const toasts = useToasts();
  const signOut = () => void plaza.auth.logout().catch(toasts.complain);
  return (
    <Screen title={text.navigation.settings}>
      <div className={styles.panes}>
        <nav className={styles.places} aria-label={text.navigation.settings}>
          {places.map((place) => (
            <Link key={place} to={`/settings/${place}`} className={styles.place}>
              {text.settings.places[place]}
            </Link>
          ))}
          <Button look="quiet" className={styles.out} onClick={signOut}>
            {text.navigation.signOut}
          </Button>
        </nav>
        <div className={styles.pane}>
          <Outlet />
        </div>
      </div>
    </Screen>
  );
}
