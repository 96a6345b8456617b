import type { Feature } from '../feature.js';
import { identityRoutes } from './identity.routes.js';

export { SignInLink } from './sign-in-link.js';

export const identity = { routes: identityRoutes } satisfies Feature;
