import { Users } from 'lucide-react';
import type { Feature } from '../feature.js';
import { communitiesRealtime } from './communities.realtime.js';
import { communitiesRoutes } from './communities.routes.js';

export { useMyCommunities } from './communities.queries.js';
export { CommunityDirectory } from './community-directory.js';

export const communities = {
  routes: communitiesRoutes,
  realtime: communitiesRealtime,
  // The rail of a wider window lists them one by one.
  navigation: (viewer) =>
    viewer
      ? [{ to: '/communities', Icon: Users, label: (text) => text.navigation.communities, on: 'phone' }]
      : [],
  shortcuts: [
    {
      keys: '/',
      label: (text) => text.shortcuts.search,
      to: '/communities',
      focus: 'input[type="search"]',
    },
  ],
} satisfies Feature;
