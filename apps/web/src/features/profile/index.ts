import { User } from 'lucide-react';
import { patchEntity } from '../../client/entities.js';
import type { LiveConnection } from '../../client/realtime.js';
import type { Feature } from '../feature.js';
import { OwnAvatar } from './own-avatar.js';
import { personEntity } from './profile.queries.js';
import { profileRoutes } from './profile.routes.js';

export { ProfileCard } from './profile-card.js';

export const profile = {
  routes: profileRoutes,
  realtime: profileRealtime,
  navigation: (viewer) => {
    if (!viewer) return [];
    const to = `/@${viewer.username}`;
    return [
      { to, Icon: User, label: (text) => text.navigation.profile, on: 'rail' },
      { to, Icon: OwnAvatar, label: (text) => text.navigation.profile, on: 'phone' },
    ];
  },
} satisfies Feature;

function profileRealtime({ realtime, queryClient }: LiveConnection): void {
  realtime.on('user.updated', (names) =>
    patchEntity(queryClient, personEntity, names.id, (person) => ({ ...person, ...names })),
  );
}
