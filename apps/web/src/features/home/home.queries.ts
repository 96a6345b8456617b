import type { FeedItem } from '@plaza/contract';
import { queryOptions } from '@tanstack/react-query';
import { plaza } from '../../client/plaza.js';
import { postList } from '../entries/index.js';

export const homeFeedQuery = postList(['home'], (query) => postsOf(plaza.feeds.home({ query })));
export const publicFeedQuery = postList(['public'], (query) => postsOf(plaza.feeds.public({ query })));

/** The posts of a feed. Other kinds have no card yet, and placements, which must be labelled, no label. */
async function postsOf<Page extends { items: FeedItem[] }>(feed: Promise<Page>) {
  const page = await feed;
  const items = page.items.flatMap(({ entry, placement }) =>
    entry.kind === 'post' && placement === null ? [entry] : [],
  );
  return { ...page, items };
}

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
