import { Bell } from 'lucide-react';
import type { Feature } from '../feature.js';
import { notificationsRoutes } from './notifications.routes.js';
import { unreadRealtime, useUnread } from './unread.js';

export { useUnread } from './unread.js';

export const notifications = {
  routes: notificationsRoutes,
  realtime: unreadRealtime,
  navigation: (viewer) =>
    viewer
      ? [
          {
            to: '/notifications',
            Icon: Bell,
            label: (text) => text.navigation.notifications,
            useCount: useUnreadNotifications,
          },
        ]
      : [],
  shortcuts: [{ keys: 'g n', label: (text) => text.shortcuts.notifications, to: '/notifications' }],
} satisfies Feature;

function useUnreadNotifications(): number {
  return useUnread().notifications;
}
