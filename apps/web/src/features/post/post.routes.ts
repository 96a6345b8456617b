import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../client/routes.js';

const post = createRoute({
  getParentRoute: () => rootRoute,
  path: '/posts/$postId',
  validateSearch: (search): { edit?: boolean } => (search.edit === true ? { edit: true } : {}),
  component: lazyRouteComponent(() => import('./post-screen.js'), 'PostScreen'),
});

const comment = createRoute({
  getParentRoute: () => rootRoute,
  path: '/posts/$postId/comments/$commentId',
  component: lazyRouteComponent(() => import('./comment-screen.js'), 'CommentScreen'),
});

export const postRoutes = [post, comment];
