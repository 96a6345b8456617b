import type { Channel, Community } from '@plaza/contract';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Hash, Users } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { buttonClass, IconButton } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import styles from './channel-header.module.css';
import { MemberList } from './member-list.js';

export function ChannelHeader({ community, channel }: { community: Community; channel: Channel }) {
  const text = useText();
  const [showsMembers, setShowsMembers] = useState(false);
  return (
    <header className={styles.header}>
      <Link
        to="/c/$handle"
        params={{ handle: community.handle }}
        className={buttonClass('quiet', styles.back)}
        aria-label={text.common.back}
      >
        <ArrowLeft size={18} aria-hidden="true" className="turns-with-text" />
      </Link>
      <Hash size={18} aria-hidden="true" />
      <h2 className={styles.name} title={channel.name ?? undefined}>
        <bdi>{channel.name}</bdi>
      </h2>
      <p className={styles.topic} title={channel.topic}>
        {channel.topic}
      </p>
      <IconButton
        label={text.communities.memberList}
        className={styles.members ?? ''}
        onClick={() => setShowsMembers(true)}
      >
        <Users size={18} aria-hidden="true" />
      </IconButton>
      <Dialog
        title={text.communities.members({ count: community.memberCount })}
        isOpen={showsMembers}
        onClose={() => setShowsMembers(false)}
      >
        {channel.topic && <p className={styles.about}>{channel.topic}</p>}
        <MemberList community={community} onOpen={() => setShowsMembers(false)} />
      </Dialog>
    </header>
  );
}
