import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { Screen } from '../../ui/screen.js';
import { Chips, chipClass } from '../../ui/tabs.js';
import { CommunityDirectory } from '../communities/community-directory.js';
import { forgetPostLists, postListQuery } from '../entries/entries.queries.js';
import { PostList } from '../entries/post-list.js';
import styles from './explore-screen.module.css';
import { exploreSorts, exploreWindows } from './explore-search.js';

const route = getRouteApi('/explore');

/** Everything public, ranked; and the communities one may join. */
export function ExploreScreen() {
  const text = useText();
  const queryClient = useQueryClient();
  const { sort = 'hot', window = 'week' } = route.useSearch();
  const query = postListQuery(sort === 'top' ? { sort, window } : { sort });
  const posts = useInfiniteQuery(query);
  const isCurrent = (is: boolean) => (is ? 'page' : undefined);
  const goFresh = () => forgetPostLists(queryClient);
  return (
    <Screen title={text.navigation.explore} aside={<CommunityDirectory />}>
      <Chips label={text.entries.sort}>
        {exploreSorts.map((choice) => (
          <Link
            key={choice}
            to="/explore"
            search={{ sort: choice }}
            className={chipClass}
            aria-current={isCurrent(choice === sort)}
            onClick={goFresh}
          >
            {text.entries.postSorts[choice]}
          </Link>
        ))}
      </Chips>
      {sort === 'top' && (
        <Chips label={text.entries.postSorts.top}>
          {exploreWindows.map((choice) => (
            <Link
              key={choice}
              to="/explore"
              search={{ sort, window: choice }}
              className={chipClass}
              aria-current={isCurrent(choice === window)}
              onClick={goFresh}
            >
              {text.entries.windows[choice]}
            </Link>
          ))}
        </Chips>
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
