import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute, signedInRoute } from '../../client/routes.js';

const communities = createRoute({
  getParentRoute: () => rootRoute,
  path: '/communities',
  component: lazyRouteComponent(() => import('./communities-screen.js'), 'CommunitiesScreen'),
});

const create = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/communities/new',
  component: lazyRouteComponent(() => import('./create-community-screen.js'), 'CreateCommunityScreen'),
});

const communityScreen = lazyRouteComponent(() => import('./community-screen.js'), 'CommunityScreen');

const community = createRoute({
  getParentRoute: () => rootRoute,
  path: '/c/$handle',
  component: communityScreen,
});

const channel = createRoute({
  getParentRoute: () => rootRoute,
  path: '/c/$handle/$channelId',
  component: communityScreen,
});

export const communitiesRoutes = [communities, create, community, channel];
