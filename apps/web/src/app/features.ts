import { channels } from '../features/channels/index.js';
import { communities } from '../features/communities/index.js';
import { entries } from '../features/entries/index.js';
import { explore } from '../features/explore/index.js';
import type { Feature } from '../features/feature.js';
import { home } from '../features/home/index.js';
import { identity } from '../features/identity/index.js';
import { messages } from '../features/messages/index.js';
import { notifications } from '../features/notifications/index.js';
import { post } from '../features/post/index.js';
import { presence } from '../features/presence/index.js';
import { profile } from '../features/profile/index.js';
import { settings } from '../features/settings/index.js';

/** Every feature there is, in the order of the navigation. A new one is added here and nowhere else. */
const all = [
  entries,
  home,
  explore,
  communities,
  channels,
  messages,
  notifications,
  profile,
  post,
  presence,
  settings,
  identity,
] as const;

export const features: readonly Feature[] = all;

type RoutesOf<Declared> = Declared extends { routes: readonly (infer Route)[] } ? Route : never;

/** One of the routes of all features, for links that the compiler checks. */
export type FeatureRoute = RoutesOf<(typeof all)[number]>;
