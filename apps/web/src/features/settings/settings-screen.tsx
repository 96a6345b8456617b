import { Link, Outlet } from '@tanstack/react-router';
import { plaza } from '../../app/plaza.js';
import { Screen } from '../../app/screen.js';
import { useText } from '../../catalogue/catalogue.js';
import { Chips, chipClass } from '../../components/chips.js';
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
