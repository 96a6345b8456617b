import { Link, Outlet } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { Screen } from '../../ui/screen.js';
import { Chips, chipClass } from '../../ui/tabs.js';
import { useToasts } from '../../ui/toasts.js';
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
        <Chips label={text.navigation.settings}>
          {places.map((place) => (
            <Link key={place} to={`/settings/${place}`} className={chipClass}>
              {text.settings.places[place]}
            </Link>
          ))}
          <button type="button" className={chipClass} onClick={signOut}>
            {text.navigation.signOut}
          </button>
        </Chips>
        <div className={styles.pane}>
          <Outlet />
        </div>
      </div>
    </Screen>
  );
}
