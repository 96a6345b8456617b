import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryKey,
  type QueryMeta,
} from '@tanstack/react-query';

interface Page {
  nextCursor: string | null;
}

interface ListSettings {
  /** Where the first page begins, for the rest of a list that came with another response. */
  firstCursor?: string;
  staleTime?: number;
  gcTime?: number;
  structuralSharing?: boolean;
  meta?: QueryMeta;
}

/** Options of an infinite query over a list of the API, which goes on by cursors. */
export function listOptions<Loaded extends Page>(
  queryKey: QueryKey,
  load: (query: { cursor?: string }) => Promise<Loaded>,
  { firstCursor = '', ...settings }: ListSettings = {},
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam === '' ? {} : { cursor: pageParam }),
    initialPageParam: firstCursor,
    getNextPageParam: (page) => page.nextCursor,
    ...settings,
  });
}

/** The items of all pages that are loaded. */
export function itemsOf<Item>(data: InfiniteData<{ items: Item[] }, unknown> | undefined): Item[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
