import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ErrorPage } from '../components/error-page.js';
import { ListSkeleton } from '../components/skeleton.js';
import { NotFound } from './not-found.js';
import { queryClient } from './query-client.js';
import { Shell } from './shell.js';
import { viewerQuery } from './viewer.js';

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

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { next?: string } => (isOwnPath(search.next) ? { next: search.next } : {}),
  component: lazyRouteComponent(() => import('../features/identity/login-screen.js'), 'LoginScreen'),
});

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: lazyRouteComponent(() => import('../features/identity/register-screen.js'), 'RegisterScreen'),
});

const routeTree = root.addChildren([home, login, register, signedIn]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPendingComponent: ListSkeleton,
  defaultErrorComponent: ({ error, reset }) => <ErrorPage error={error} retry={reset} />,
  scrollRestoration: true,
});

/** Only a path of this site may be returned to after signing in. */
function isOwnPath(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('/') && !value.startsWith('//');
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
