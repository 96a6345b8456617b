import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../ui/avatar.js';
import { buttonClass } from '../../ui/button.js';
import { Screen } from '../../ui/screen.js';
import { useUnreadCommunities } from '../channels/index.js';
import { useMyCommunities } from './communities.queries.js';
import styles from './communities-screen.module.css';
import { CommunityDirectory } from './community-directory.js';

/** The viewer's communities, and those one may join. */
export function CommunitiesScreen() {
  const text = useText();
  const communities = useMyCommunities();
  const unread = useUnreadCommunities(undefined);
  return (
    <Screen
      title={text.navigation.communities}
      header={
        <header className={styles.header}>
          <h1 className={styles.title}>{text.navigation.communities}</h1>
          <Link to="/communities/new" className={buttonClass('primary')}>
            <Plus size={16} aria-hidden="true" />
            {text.communities.create}
          </Link>
        </header>
      }
    >
      {communities.length === 0 && <p className={styles.none}>{text.communities.noneJoined}</p>}
      <ul className={styles.list}>
        {communities.map((community) => (
          <li key={community.id}>
            <Link to="/c/$handle" params={{ handle: community.handle }} className={styles.community}>
              <Avatar id={community.id} name={community.name} size={48} shape="square" />
              <span className={styles.words}>
                <bdi className={styles.name}>{community.name}</bdi>
                <span className={styles.soft}>
                  {text.communities.members({ count: community.memberCount })}
                </span>
              </span>
              {unread.has(community.id) && (
                <span className={styles.dot} role="img" aria-label={text.navigation.somethingUnread} />
              )}
            </Link>
          </li>
        ))}
      </ul>
      <CommunityDirectory />
    </Screen>
  );
}
