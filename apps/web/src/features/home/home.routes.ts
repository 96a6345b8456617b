import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../client/routes.js';

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home-screen.js'), 'HomeScreen'),
});

export const homeRoutes = [home];
