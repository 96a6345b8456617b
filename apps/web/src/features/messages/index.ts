import { MessageCircle } from 'lucide-react';
import type { Feature } from '../feature.js';
import { useUnread } from '../notifications/index.js';
import { messagesRoutes } from './messages.routes.js';

/** The viewer's direct conversations. */
export const messages = {
  routes: messagesRoutes,
  navigation: (viewer) =>
    viewer
      ? [
          {
            to: '/messages',
            Icon: MessageCircle,
            label: (text) => text.navigation.messages,
            useCount: useUnreadConversations,
          },
        ]
      : [],
  shortcuts: [{ keys: 'g m', label: (text) => text.shortcuts.messages, to: '/messages' }],
} satisfies Feature;

function useUnreadConversations(): number {
  return useUnread().directChannels;
}
