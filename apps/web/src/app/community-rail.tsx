import { Link, useParams } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useText } from '../catalogue/catalogue.js';
import { useUnreadCommunities } from '../features/channels/index.js';
import { useMyCommunities } from '../features/communities/index.js';
import { Avatar } from '../ui/avatar.js';
import styles from './navigation.module.css';

/** The viewer's communities, with a dot where something is unread. */
export function CommunityRail() {
  const { navigation } = useText();
  const communities = useMyCommunities();
  const { channelId } = useParams({ strict: false });
  const unread = useUnreadCommunities(channelId);
  return (
    <section className={styles.communities} aria-label={navigation.communities}>
      <h2 className={styles.heading}>
        <Link to="/communities">{navigation.communities}</Link>
      </h2>
      {communities.map((community) => (
        <Link
          key={community.id}
          to="/c/$handle"
          params={{ handle: community.handle }}
          className={styles.link}
          title={community.name}
        >
          <Avatar id={community.id} name={community.name} size={32} shape="square" />
          <bdi className={styles.label}>{community.name}</bdi>
          {unread.has(community.id) && (
            <span className={styles.dot} role="img" aria-label={navigation.somethingUnread} />
          )}
        </Link>
      ))}
      <Link to="/communities/new" className={styles.link} title={navigation.createCommunity}>
        <span className={styles.icon}>
          <Plus />
        </span>
        <span className={styles.label}>{navigation.createCommunity}</span>
      </Link>
    </section>
  );
}
