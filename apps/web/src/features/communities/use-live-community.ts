import type { Community } from '@plaza/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { refreshQueries } from '../../client/cache.js';
import { useEvent, useGap } from '../../client/realtime.js';
import { useToasts } from '../../ui/toasts.js';
import { communityChannelsQuery } from '../channels/index.js';
import { communityQuery, membersQuery, rolesQuery } from './communities.queries.js';

/** Keeps channels, members and rights of the community on the screen up to date. */
export function useLiveCommunity(community: Community): void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const text = useText().communities;
  const toasts = useToasts();
  const isHere = (event: { communityId: string | null }) => event.communityId === community.id;
  const refresh = (...queries: { queryKey: readonly unknown[] }[]) => {
    for (const { queryKey } of queries) refreshQueries(queryClient, queryKey);
  };
  const channels = communityChannelsQuery(community.id);
  const members = membersQuery(community.id);
  const roles = rolesQuery(community.id);
  const self = communityQuery(community.handle);

  useGap(() => refresh(self, channels, members, roles));
  useEvent('channel.created', (channel) => isHere(channel) && refresh(channels));
  useEvent('channel.updated', (channel) => isHere(channel) && refresh(channels));
  useEvent('channel.deleted', (channel) => isHere(channel) && refresh(channels));
  useEvent('member.joined', (member) => isHere(member) && refresh(members, self));
  useEvent('member.left', (member) => isHere(member) && refresh(members, self));
  useEvent('member.updated', (member) => isHere(member) && refresh(members, self));
  useEvent('role.created', (role) => isHere(role) && refresh(roles));
  useEvent('role.updated', (role) => isHere(role) && refresh(roles, self));
  useEvent('role.deleted', (role) => isHere(role) && refresh(roles, members, self));
  useEvent('community.updated', ({ id }) => id === community.id && refresh(self));
  useEvent('community.deleted', ({ id }) => {
    if (id !== community.id) return;
    toasts.show(text.gone({ name: isolated(community.name) }));
    void navigate({ to: '/' });
  });
}
