import type { Feature } from '../feature.js';
import { postRoutes } from './post.routes.js';

/** The screens of one post and of one comment. */
export const post = { routes: postRoutes } satisfies Feature;
