import { Compass } from 'lucide-react';
import type { Feature } from '../feature.js';
import { exploreRoutes } from './explore.routes.js';

export const explore = {
  routes: exploreRoutes,
  navigation: () => [{ to: '/explore', Icon: Compass, label: (text) => text.navigation.explore }],
  shortcuts: [{ keys: 'g e', label: (text) => text.shortcuts.explore, to: '/explore' }],
} satisfies Feature;
