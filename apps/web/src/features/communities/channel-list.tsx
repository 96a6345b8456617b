import type { Channel, Community } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { Hash, Plus } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { Button, IconButton } from '../../components/button.js';
import styles from './channel-list.module.css';
import { CommunityMenu } from './community-menu.js';
import { CreateChannelDialog } from './create-channel-dialog.js';
import { useMembership } from './use-membership.js';

interface ChannelListProps {
  community: Community;
  channels: Channel[];
  openId: string | undefined;
}

export function ChannelList({ community, channels, openId }: ChannelListProps) {
  const text = useText().communities;
  const { join } = useMembership(community);
  const [isCreating, setIsCreating] = useState(false);
  const { can } = community.viewer;
  return (
    <nav className={styles.list} aria-label={text.channels}>
      <header className={styles.header}>
        <h1 className={styles.name}>
          <bdi>{community.name}</bdi>
        </h1>
        <CommunityMenu community={community} />
      </header>
      {community.description && <p className={styles.soft}>{community.description}</p>}
      <p className={styles.soft}>{text.members(community.memberCount)}</p>
      {can.join && (
        <Button look="primary" onClick={join}>
          {text.join}
        </Button>
      )}
      <div className={styles.heading}>
        <h2>{text.channels}</h2>
        {can.manageChannels && (
          <IconButton label={text.createChannel} onClick={() => setIsCreating(true)}>
            <Plus size={16} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <ul className={styles.channels}>
        {channels.map((channel) => (
          <li key={channel.id}>
            <Link
              to="/c/$handle/$channelId"
              params={{ handle: community.handle, channelId: channel.id }}
              className={styles.channel}
              data-open={channel.id === openId || undefined}
              data-unread={channel.viewer.unread > 0 || undefined}
            >
              <Hash size={16} aria-hidden="true" />
              <bdi className={styles.channelName}>{channel.name}</bdi>
              {channel.viewer.unread > 0 && <span className={styles.unread}>{channel.viewer.unread}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {isCreating && <CreateChannelDialog community={community} onClose={() => setIsCreating(false)} />}
    </nav>
  );
}
