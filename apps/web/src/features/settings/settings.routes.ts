import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { useText } from '../../catalogue/catalogue.js';
import { signedInRoute } from '../../client/routes.js';

interface SettingsTab {
  label: (text: ReturnType<typeof useText>) => string;
  /** Its position among the others, in steps of ten. */
  order: number;
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Makes a child of `settingsRoute` one of the tabs, whichever feature it belongs to. */
    settingsTab?: SettingsTab;
  }
}

export const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-screen.js'), 'SettingsScreen'),
});

const index = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile', replace: true });
  },
});

const privacy = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/privacy',
  staticData: { settingsTab: { label: (text) => text.settings.sections.privacy, order: 30 } },
  component: lazyRouteComponent(() => import('./privacy-settings.js'), 'PrivacySettings'),
});

const appearance = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/appearance',
  staticData: { settingsTab: { label: (text) => text.settings.sections.appearance, order: 60 } },
  component: lazyRouteComponent(() => import('./appearance-settings.js'), 'AppearanceSettings'),
});

export const settingsRoutes = [settingsRoute, index, privacy, appearance];
