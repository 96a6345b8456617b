import { queryOptions } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';
import { postList } from '../entries/index.js';

export const homeFeedQuery = postList(['home'], (query) => plaza.feeds.home({ query }));
export const publicFeedQuery = postList(['public'], (query) => plaza.feeds.public({ query }));

/** How many posts came after the first one of the home feed that is shown; nothing to ask before that is loaded. */
export function newPostsQuery(since: string | null) {
  return queryOptions({
    queryKey: ['home', 'new', since],
    queryFn: () => plaza.feeds.homeNew({ query: { since: since ?? '' } }),
    enabled: since !== null,
    staleTime: Number.POSITIVE_INFINITY,
    meta: { cursorFrom: [homeFeedQuery.queryKey] },
  });
}
