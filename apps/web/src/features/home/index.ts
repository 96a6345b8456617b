import { House } from 'lucide-react';
import type { Feature } from '../feature.js';
import { homeRoutes } from './home.routes.js';

export const home = {
  routes: homeRoutes,
  navigation: () => [{ to: '/', Icon: House, label: (text) => text.navigation.home }],
  shortcuts: [
    { keys: 'n', label: (text) => text.shortcuts.write, to: '/', focus: 'main form input' },
    { keys: 'g h', label: (text) => text.shortcuts.home, to: '/' },
  ],
} satisfies Feature;
