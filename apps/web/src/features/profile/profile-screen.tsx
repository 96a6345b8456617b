import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { ErrorPage } from '../../ui/error-page.js';
import { Screen } from '../../ui/screen.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { PostList, rankedPostsQuery } from '../entries/index.js';
import { profileQuery } from './profile.queries.js';
import { ProfileHeader } from './profile-header.js';
import styles from './profile-screen.module.css';

const route = getRouteApi('/@{$username}');

/** The public face of somebody, and what they wrote. */
export function ProfileScreen() {
  const text = useText();
  const { username } = route.useParams();
  const { data: profile, error, refetch } = useQuery(profileQuery(username));
  const posts = useInfiniteQuery({
    ...rankedPostsQuery({ sort: 'new', ...(profile && { authorId: profile.id }) }),
    enabled: profile !== undefined,
  });
  if (error && !profile) return <ErrorPage error={error} retry={() => void refetch()} />;
  const isClosed = profile?.isPrivate && !profile.viewer.isSelf && profile.viewer.follow !== 'following';
  return (
    <Screen title={profile ? profile.displayName : `@${username}`} header={null}>
      {profile ? <ProfileHeader profile={profile} /> : <ListSkeleton rows={1} />}
      <h2 className={styles.heading}>{text.profile.posts}</h2>
      <PostList
        name={`profile ${username}`}
        query={posts}
        empty={<p className={styles.none}>{isClosed ? text.profile.privatePosts : text.profile.noPosts}</p>}
      />
    </Screen>
  );
}
