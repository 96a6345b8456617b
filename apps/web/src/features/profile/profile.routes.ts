import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../client/routes.js';
import { settingsRoute } from '../settings/index.js';

const profile = createRoute({
  getParentRoute: () => rootRoute,
  path: '/@{$username}',
  component: lazyRouteComponent(() => import('./profile-screen.js'), 'ProfileScreen'),
});

const edit = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/profile',
  staticData: { settingsTab: { label: (text) => text.settings.sections.profile, order: 10 } },
  component: lazyRouteComponent(() => import('./profile-settings.js'), 'ProfileSettings'),
});

const blocked = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/blocked',
  staticData: { settingsTab: { label: (text) => text.settings.sections.blocked, order: 50 } },
  component: lazyRouteComponent(() => import('./blocked-settings.js'), 'BlockedSettings'),
});

export const profileRoutes = [profile, edit, blocked];
