import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { viewerQuery } from './viewer.js';

/** The parent of every screen; the app gives it its frame. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  // The viewer is known before anything is shown, so that no screen flickers from signed-out to signed-in.
  beforeLoad: ({ context }) => context.queryClient.ensureQueryData(viewerQuery).catch(() => null),
});

/** The parent of screens for people who are signed in; strangers are sent to sign in and come back. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const viewer = await context.queryClient.ensureQueryData(viewerQuery).catch(() => null);
    if (!viewer) throw redirect({ to: '/login', search: { next: location.href } });
  },
});
