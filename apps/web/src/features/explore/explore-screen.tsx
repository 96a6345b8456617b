import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { exploreSorts, exploreWindows } from '../../app/explore-choices.js';
import { Screen } from '../../app/screen.js';
import { useText } from '../../catalogue/catalogue.js';
import { postListQuery } from '../entries/entry-queries.js';
import { PostList } from '../entries/post-list.js';
import { CommunityDirectory } from './community-directory.js';
import styles from './explore-screen.module.css';

const route = getRouteApi('/explore');

/** Everything public, ranked; and the communities one may join. */
export function ExploreScreen() {
  const text = useText();
  const { sort = 'hot', window = 'week' } = route.useSearch();
  const posts = useInfiniteQuery(postListQuery(sort === 'top' ? { sort, window } : { sort }));
  return (
    <Screen title={text.navigation.explore} aside={<CommunityDirectory />}>
      <nav className={styles.choices} aria-label={text.entries.sort}>
        {exploreSorts.map((choice) => (
          <Link key={choice} to="/explore" search={{ sort: choice }} className={styles.choice}>
            {text.entries.postSorts[choice]}
          </Link>
        ))}
      </nav>
      {sort === 'top' && (
        <nav className={styles.choices} aria-label={text.entries.postSorts.top}>
          {exploreWindows.map((choice) => (
            <Link key={choice} to="/explore" search={{ sort, window: choice }} className={styles.choice}>
              {text.entries.windows[choice]}
            </Link>
          ))}
        </nav>
      )}
      <PostList query={posts} empty={<p className={styles.none}>{text.home.nothingYet}</p>} />
      <div className={styles.narrow}>
        <CommunityDirectory />
      </div>
    </Screen>
  );
}
