import { type AnyRoute, createRouter, type RouterHistory } from '@tanstack/react-router';
import { queryClient } from '../client/query-client.js';
import { rootRoute, signedInRoute } from '../client/routes.js';
import { ErrorPage, NotFoundPage } from '../ui/error-page.js';
import { ListSkeleton } from '../ui/skeleton.js';
import { type FeatureRoute, features } from './features.js';
import { Shell } from './shell.js';

/** The router of all features' screens; `history` is the browser's unless given. */
export function createAppRouter(history?: RouterHistory) {
  rootRoute.update({ component: Shell, notFoundComponent: NotFoundPage });
  return createRouter({
    routeTree: assembleRoutes(),
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: ListSkeleton,
    defaultErrorComponent: ({ error, reset }) => <ErrorPage error={error} retry={reset} />,
    scrollRestoration: true,
    ...(history && { history }),
  });
}

export const router = createAppRouter();

/** Adds every route to the parent that it names. */
function assembleRoutes() {
  const routes: AnyRoute[] = [signedInRoute, ...features.flatMap((feature) => feature.routes ?? [])];
  const byParent = Map.groupBy(routes, (route): AnyRoute => route.options.getParentRoute());
  for (const [parent, children] of byParent) parent.addChildren(children);
  // The types of paths and parameters come from each route's own parent, so here all may count as children of the root.
  return rootRoute.addChildren((byParent.get(rootRoute) ?? []) as FeatureRoute[]);
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
