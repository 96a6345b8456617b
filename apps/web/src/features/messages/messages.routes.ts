import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../client/routes.js';

const messagesScreen = lazyRouteComponent(() => import('./messages-screen.js'), 'MessagesScreen');

const messages = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/messages',
  component: messagesScreen,
});

const conversation = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/messages/$channelId',
  component: messagesScreen,
});

export const messagesRoutes = [messages, conversation];
