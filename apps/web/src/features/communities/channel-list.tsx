import type { Channel, Community } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { Hash, Plus } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { useViewer } from '../../client/viewer.js';
import { Button, buttonClass, IconButton } from '../../ui/button.js';
import { SignInLink } from '../identity/index.js';
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
  const isStranger = useViewer() === null;
  const { join } = useMembership(community);
  const [isCreating, setIsCreating] = useState(false);
  const { can } = community.viewer;
  return (
    <nav className={styles.list} aria-label={text.channels}>
      <header className={styles.header}>
        <h2 className={styles.name}>
          <bdi>{community.name}</bdi>
        </h2>
        <CommunityMenu community={community} />
      </header>
      {community.description && <p className={styles.soft}>{community.description}</p>}
      <p className={styles.soft}>{text.members({ count: community.memberCount })}</p>
      {can.join && (
        <Button look="primary" onClick={join}>
          {text.join}
        </Button>
      )}
      {isStranger && <SignInLink className={buttonClass('primary')}>{text.join}</SignInLink>}
      <div className={styles.heading}>
        <h3>{text.channels}</h3>
        {can.manageChannels && (
          <IconButton label={text.createChannel} onClick={() => setIsCreating(true)}>
            <Plus size={16} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <ul className={styles.channels}>
        {channels.map((channel) => (
          <li key={channel.id}>
            <ChannelLink handle={community.handle} channel={channel} isOpen={channel.id === openId} />
          </li>
        ))}
      </ul>
      {isCreating && <CreateChannelDialog community={community} onClose={() => setIsCreating(false)} />}
    </nav>
  );
}

function ChannelLink({ handle, channel, isOpen }: { handle: string; channel: Channel; isOpen: boolean }) {
  const text = useText().navigation;
  const unread = isOpen ? 0 : channel.viewer.unread;
  return (
    <Link
      to="/c/$handle/$channelId"
      params={{ handle, channelId: channel.id }}
      className={styles.channel}
      data-open={isOpen || undefined}
      data-unread={unread > 0 || undefined}
      aria-current={isOpen ? 'page' : undefined}
    >
      <Hash size={16} aria-hidden="true" />
      <bdi className={styles.channelName}>{channel.name}</bdi>
      {unread > 0 && (
        <span className={styles.unread}>
          <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
          <span className="visually-hidden">{text.unread({ count: unread })}</span>
        </span>
      )}
    </Link>
  );
}
