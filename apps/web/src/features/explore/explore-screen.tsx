import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { Screen } from '../../ui/screen.js';
import { Tabs, tabClass } from '../../ui/tabs.js';
import { CommunityDirectory } from '../communities/index.js';
import { forgetPostLists, PostList, rankedPostsQuery } from '../entries/index.js';
import styles from './explore-screen.module.css';
import { sorts, windows } from './explore-search.js';

const route = getRouteApi('/explore');

/** Everything public, ranked; and the communities one may join. */
export function ExploreScreen() {
  const text = useText();
  const queryClient = useQueryClient();
  const { sort = 'hot', window = 'week' } = route.useSearch();
  const posts = useInfiniteQuery(rankedPostsQuery(sort === 'top' ? { sort, window } : { sort }));
  const isCurrent = (is: boolean) => (is ? 'page' : undefined);
  const dropOldLists = () => forgetPostLists(queryClient);
  return (
    <Screen title={text.navigation.explore} aside={<CommunityDirectory />}>
      <Tabs label={text.entries.sort}>
        {sorts.map((choice) => (
          <Link
            key={choice}
            to="/explore"
            search={{ sort: choice }}
            className={tabClass}
            aria-current={isCurrent(choice === sort)}
            onClick={dropOldLists}
          >
            {text.entries.postSorts[choice]}
          </Link>
        ))}
      </Tabs>
      {sort === 'top' && (
        <Tabs label={text.entries.postSorts.top}>
          {windows.map((choice) => (
            <Link
              key={choice}
              to="/explore"
              search={{ sort, window: choice }}
              className={tabClass}
              aria-current={isCurrent(choice === window)}
              onClick={dropOldLists}
            >
              {text.entries.windows[choice]}
            </Link>
          ))}
        </Tabs>
      )}
      <PostList
        key={`${sort} ${window}`}
        name={`explore ${sort} ${window}`}
        query={posts}
        empty={<p className={styles.none}>{text.home.nothingYet}</p>}
      />
    </Screen>
  );
}
