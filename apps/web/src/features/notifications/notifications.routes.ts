import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../client/routes.js';
import { filterIn } from './notification-filters.js';

const notifications = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/notifications',
  validateSearch: filterIn,
  component: lazyRouteComponent(() => import('./notifications-screen.js'), 'NotificationsScreen'),
});

export const notificationsRoutes = [notifications];
