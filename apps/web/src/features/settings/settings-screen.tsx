import { type AnyRoute, Link, Outlet, useRouter } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { Screen } from '../../ui/screen.js';
import { Tabs, tabClass } from '../../ui/tabs.js';
import { useToasts } from '../../ui/toasts.js';
import styles from './settings-screen.module.css';

/** The frame of all settings: a tab for every child route that declares one. */
export function SettingsScreen() {
  const text = useText();
  const toasts = useToasts();
  const signOut = () => void plaza.auth.logout().catch(toasts.showError);
  return (
    <Screen title={text.navigation.settings}>
      <div className={styles.panes}>
        <Tabs label={text.navigation.settings}>
          {useTabs().map(({ path, label }) => (
            <Link key={path} to={path} className={tabClass}>
              {label(text)}
            </Link>
          ))}
          <button type="button" className={tabClass} onClick={signOut}>
            {text.navigation.signOut}
          </button>
        </Tabs>
        <div className={styles.pane}>
          <Outlet />
        </div>
      </div>
    </Screen>
  );
}

function useTabs() {
  const { children = [] }: AnyRoute = useRouter().routesById['/signed-in/settings'];
  return (children as AnyRoute[])
    .flatMap(({ options, fullPath }) => {
      const tab = options.staticData?.settingsTab;
      return tab ? [{ ...tab, path: fullPath }] : [];
    })
    .sort((one, other) => one.order - other.order);
}
