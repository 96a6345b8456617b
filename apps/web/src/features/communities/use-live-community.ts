import type { Community } from '@plaza/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEvent } from '../../app/realtime.js';
import { useViewer } from '../../app/viewer.js';
import { useText } from '../../catalogue/catalogue.js';
import { useToasts } from '../../components/toasts.js';
import { changeChannel } from '../channels/message-queries.js';
import { communityChannelsQuery, communityQuery, membersQuery } from './community-queries.js';

/** Keeps channels, members and rights of the community on the screen up to date. */
export function useLiveCommunity(community: Community): void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const text = useText().communities;
  const toasts = useToasts();
  const viewerId = useViewer()?.id;
  const isHere = (event: { communityId: string | null }) => event.communityId === community.id;
  const lookAtChannels = () =>
    void queryClient.invalidateQueries({ queryKey: communityChannelsQuery(community.id).queryKey });
  const lookAtMembers = () => {
    void queryClient.invalidateQueries({ queryKey: membersQuery(community.id).queryKey });
    void queryClient.invalidateQueries({ queryKey: communityQuery(community.handle).queryKey });
  };

  useEvent('channel.created', (channel) => isHere(channel) && lookAtChannels());
  useEvent('channel.updated', (channel) => isHere(channel) && lookAtChannels());
  useEvent('channel.deleted', (channel) => isHere(channel) && lookAtChannels());
  useEvent('member.joined', (member) => isHere(member) && lookAtMembers());
  useEvent('member.left', (member) => isHere(member) && lookAtMembers());
  useEvent('member.updated', (member) => isHere(member) && lookAtMembers());
  useEvent('community.updated', ({ id }) => id === community.id && lookAtMembers());
  useEvent('community.deleted', ({ id }) => {
    if (id !== community.id) return;
    toasts.say(text.gone(community.name));
    void queryClient.invalidateQueries({ queryKey: ['communities'] });
    void navigate({ to: '/' });
  });
  useEvent('message.sent', ({ channelId, ordinal, author }) => {
    changeChannel(queryClient, channelId, (channel) => ({
      ...channel,
      lastOrdinal: Math.max(channel.lastOrdinal, ordinal),
      viewer: {
        ...channel.viewer,
        unread: channel.viewer.unread + Number(ordinal > channel.lastOrdinal && author.id !== viewerId),
      },
    }));
  });
}
