import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../client/routes.js';
import { rankingIn } from './explore-search.js';

const explore = createRoute({
  getParentRoute: () => rootRoute,
  path: '/explore',
  validateSearch: rankingIn,
  component: lazyRouteComponent(() => import('./explore-screen.js'), 'ExploreScreen'),
});

export const exploreRoutes = [explore];
