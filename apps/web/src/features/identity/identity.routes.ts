import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../client/routes.js';
import { settingsRoute } from '../settings/index.js';

const login = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: returnPathIn,
  component: lazyRouteComponent(() => import('./login-screen.js'), 'LoginScreen'),
});

const register = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  validateSearch: returnPathIn,
  component: lazyRouteComponent(() => import('./register-screen.js'), 'RegisterScreen'),
});

const forgot = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./forgot-screen.js'), 'ForgotScreen'),
});

const reset = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset',
  validateSearch: tokenIn,
  component: lazyRouteComponent(() => import('./reset-screen.js'), 'ResetScreen'),
});

const verify = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify',
  validateSearch: tokenIn,
  component: lazyRouteComponent(() => import('./token-screens.js'), 'VerifyScreen'),
});

const undoEmail = createRoute({
  getParentRoute: () => rootRoute,
  path: '/undo-email',
  validateSearch: tokenIn,
  component: lazyRouteComponent(() => import('./token-screens.js'), 'UndoEmailScreen'),
});

const account = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/account',
  staticData: { settingsTab: { label: (text) => text.settings.sections.account, order: 20 } },
  component: lazyRouteComponent(() => import('./account-settings.js'), 'AccountSettings'),
});

const sessions = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/sessions',
  staticData: { settingsTab: { label: (text) => text.settings.sections.sessions, order: 40 } },
  component: lazyRouteComponent(() => import('./sessions-settings.js'), 'SessionsSettings'),
});

export const identityRoutes = [login, register, forgot, reset, verify, undoEmail, account, sessions];

function tokenIn(search: Record<string, unknown>): { token?: string } {
  return typeof search.token === 'string' ? { token: search.token } : {};
}

/** Where somebody wanted to go before they signed in: a path of this site. Browsers take `//` and `/\` for the beginning of another one. */
export function returnPathIn(search: Record<string, unknown>): { next?: string } {
  const { next } = search;
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {};
}
