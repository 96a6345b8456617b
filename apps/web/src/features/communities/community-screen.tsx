import type { Community } from '@plaza/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { ErrorPage } from '../../ui/error-page.js';
import { Screen } from '../../ui/screen.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { Conversation, communityChannelsQuery } from '../channels/index.js';
import { ChannelHeader } from './channel-header.js';
import { ChannelList } from './channel-list.js';
import { communityQuery } from './communities.queries.js';
import styles from './community-screen.module.css';
import { MemberList } from './member-list.js';
import { useLiveCommunity } from './use-live-community.js';

/** A guild: its channels, the one that is open, and who is in it. */
export function CommunityScreen() {
  const text = useText();
  const { handle = '', channelId } = useParams({ strict: false });
  const { data: community, error, refetch } = useQuery(communityQuery(handle));
  if (error && !community) return <ErrorPage error={error} retry={() => void refetch()} />;
  return (
    <Screen
      title={community?.name ?? text.app.product}
      fills
      aside={community && <MemberList community={community} />}
    >
      {community ? (
        <Guild key={community.id} community={community} channelId={channelId} />
      ) : (
        <ListSkeleton />
      )}
    </Screen>
  );
}

function Guild({ community, channelId }: { community: Community; channelId: string | undefined }) {
  const text = useText();
  const { data } = useQuery(communityChannelsQuery(community.id));
  useLiveCommunity(community);
  const channels = data?.items ?? [];
  const open = channels.find((channel) => channel.id === channelId) ?? (channelId ? undefined : channels[0]);
  return (
    <div
      className={styles.panes}
      data-open={channelId !== undefined || undefined}
      data-covers-tabs={(channelId !== undefined && (open || !data)) || undefined}
    >
      <ChannelList community={community} channels={channels} openId={open?.id} />
      <div className={styles.open}>
        {open && (
          <>
            <ChannelHeader community={community} channel={open} />
            <Conversation key={open.id} channel={open} />
          </>
        )}
        {!open && data && (
          <p className={styles.none}>{channelId ? text.errors.notFound : text.communities.noChannels}</p>
        )}
      </div>
    </div>
  );
}
