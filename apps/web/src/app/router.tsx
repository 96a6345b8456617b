import type { PostSort, TopWindow } from '@plaza/contract';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { queryClient } from '../client/query-client.js';
import { viewerQuery } from '../client/viewer.js';
import {
  exploreSorts,
  exploreWindows,
  type NotificationFilter,
  notificationFilters,
} from '../features/explore/explore-search.js';
import { ErrorScreen } from '../ui/error-screen.js';
import { NotFound } from '../ui/not-found.js';
import { ListSkeleton } from '../ui/skeleton.js';
import { Shell } from './shell.js';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFound,
  // Who is asking is known before anything is shown, so that no screen flickers from stranger to viewer.
  beforeLoad: ({ context }) => context.queryClient.ensureQueryData(viewerQuery).catch(() => null),
});

/** Screens for people who are signed in; strangers are sent to sign in and come back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const viewer = await context.queryClient.ensureQueryData(viewerQuery).catch(() => null);
    if (!viewer) throw redirect({ to: '/login', search: { next: location.href } });
  },
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../features/home/home-screen.js'), 'HomeScreen'),
});

const at = <Path extends string>(path: Path) => ({ getParentRoute: () => root, path }) as const;
const own = <Path extends string>(path: Path) => ({ getParentRoute: () => signedIn, path }) as const;

const login = createRoute({
  ...at('/login'),
  validateSearch: wishIn,
  component: lazyRouteComponent(() => import('../features/identity/login-screen.js'), 'LoginScreen'),
});

const register = createRoute({
  ...at('/register'),
  validateSearch: wishIn,
  component: lazyRouteComponent(() => import('../features/identity/register-screen.js'), 'RegisterScreen'),
});

const forgot = createRoute({
  ...at('/forgot'),
  component: lazyRouteComponent(() => import('../features/identity/forgot-screen.js'), 'ForgotScreen'),
});

const reset = createRoute({
  ...at('/reset'),
  validateSearch: tokenIn,
  component: lazyRouteComponent(() => import('../features/identity/reset-screen.js'), 'ResetScreen'),
});

const verify = createRoute({
  ...at('/verify'),
  validateSearch: tokenIn,
  component: lazyRouteComponent(() => import('../features/identity/token-screens.js'), 'VerifyScreen'),
});

const undoEmail = createRoute({
  ...at('/undo-email'),
  validateSearch: tokenIn,
  component: lazyRouteComponent(() => import('../features/identity/token-screens.js'), 'UndoEmailScreen'),
});

const explore = createRoute({
  ...at('/explore'),
  validateSearch: (search): { sort?: PostSort; window?: TopWindow } => {
    const sort = exploreSorts.find((one) => one === search.sort);
    const window = exploreWindows.find((one) => one === search.window);
    return { ...(sort && { sort }), ...(window && { window }) };
  },
  component: lazyRouteComponent(() => import('../features/explore/explore-screen.js'), 'ExploreScreen'),
});

const profile = createRoute({
  ...at('/@{$username}'),
  component: lazyRouteComponent(() => import('../features/profile/profile-screen.js'), 'ProfileScreen'),
});

const post = createRoute({
  ...at('/posts/$postId'),
  validateSearch: (search): { edit?: boolean } => (search.edit === true ? { edit: true } : {}),
  component: lazyRouteComponent(() => import('../features/post/post-screen.js'), 'PostScreen'),
});

const comment = createRoute({
  ...at('/posts/$postId/comments/$commentId'),
  component: lazyRouteComponent(() => import('../features/post/comment-screen.js'), 'CommentScreen'),
});

const communityScreen = lazyRouteComponent(
  () => import('../features/communities/community-screen.js'),
  'CommunityScreen',
);
const community = createRoute({ ...at('/c/$handle'), component: communityScreen });
const channel = createRoute({ ...at('/c/$handle/$channelId'), component: communityScreen });

const communities = createRoute({
  ...at('/communities'),
  component: lazyRouteComponent(
    () => import('../features/communities/communities-screen.js'),
    'CommunitiesScreen',
  ),
});

const createCommunity = createRoute({
  ...own('/communities/new'),
  component: lazyRouteComponent(
    () => import('../features/communities/create-community-screen.js'),
    'CreateCommunityScreen',
  ),
});

const messagesScreen = lazyRouteComponent(
  () => import('../features/messages/messages-screen.js'),
  'MessagesScreen',
);
const messages = createRoute({ ...own('/messages'), component: messagesScreen });
const conversation = createRoute({ ...own('/messages/$channelId'), component: messagesScreen });

const notifications = createRoute({
  ...own('/notifications'),
  validateSearch: (search): { type?: NotificationFilter } => {
    const type = notificationFilters.find((one) => one === search.type);
    return type ? { type } : {};
  },
  component: lazyRouteComponent(
    () => import('../features/notifications/notifications-screen.js'),
    'NotificationsScreen',
  ),
});

const settings = createRoute({
  ...own('/settings'),
  component: lazyRouteComponent(() => import('../features/settings/settings-screen.js'), 'SettingsScreen'),
});
const within = <Path extends string>(path: Path) => ({ getParentRoute: () => settings, path }) as const;
const settingsScreens = [
  createRoute({
    ...within('/'),
    beforeLoad: () => {
      throw redirect({ to: '/settings/profile', replace: true });
    },
  }),
  createRoute({
    ...within('/profile'),
    component: lazyRouteComponent(() => import('../features/profile/profile-settings.js'), 'ProfileSettings'),
  }),
  createRoute({
    ...within('/account'),
    component: lazyRouteComponent(
      () => import('../features/identity/account-settings.js'),
      'AccountSettings',
    ),
  }),
  createRoute({
    ...within('/privacy'),
    component: lazyRouteComponent(
      () => import('../features/settings/privacy-settings.js'),
      'PrivacySettings',
    ),
  }),
  createRoute({
    ...within('/sessions'),
    component: lazyRouteComponent(
      () => import('../features/identity/sessions-settings.js'),
      'SessionsSettings',
    ),
  }),
  createRoute({
    ...within('/blocked'),
    component: lazyRouteComponent(() => import('../features/profile/blocked-settings.js'), 'BlockedSettings'),
  }),
  createRoute({
    ...within('/appearance'),
    component: lazyRouteComponent(
      () => import('../features/settings/appearance-settings.js'),
      'AppearanceSettings',
    ),
  }),
] as const;

const routeTree = root.addChildren([
  home,
  login,
  register,
  forgot,
  reset,
  verify,
  undoEmail,
  explore,
  profile,
  post,
  comment,
  communities,
  community,
  channel,
  signedIn.addChildren([
    createCommunity,
    messages,
    conversation,
    notifications,
    settings.addChildren(settingsScreens),
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPendingComponent: ListSkeleton,
  defaultErrorComponent: ({ error, reset }) => <ErrorScreen error={error} retry={reset} />,
  scrollRestoration: true,
});

function tokenIn(search: Record<string, unknown>): { token?: string } {
  return typeof search.token === 'string' ? { token: search.token } : {};
}

/** Where somebody wanted to go before they signed in. */
function wishIn(search: Record<string, unknown>): { next?: string } {
  return isOwnPath(search.next) ? { next: search.next } : {};
}

/** Only a path of this site may be returned to after signing in. */
function isOwnPath(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('/') && !value.startsWith('//');
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
