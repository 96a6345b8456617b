import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Changes what is cached under this key or below it, now and once more when a fetch that may not know of the change has ended.
 * The change must be safe to make twice, and returns the same object where nothing changes.
 */
export function patchQueries<Cached>(
  queryClient: QueryClient,
  queryKey: QueryKey,
  change: (cached: Cached) => Cached,
): void {
  for (const query of queryClient.getQueryCache().findAll({ queryKey })) {
    patchQuery(queryClient, query, (data) => change(data as Cached));
  }
}

/** The same for one query. */
export function patchQuery(queryClient: QueryClient, query: Query, change: (data: unknown) => unknown): void {
  const apply = () => {
    const { data, dataUpdatedAt, isInvalidated } = query.state;
    if (data === undefined) return;
    const changed = change(data);
    if (changed === data) return;
    queryClient.setQueryData(query.queryKey, changed, { updatedAt: dataUpdatedAt });
    // A patch is not a fetch: what was to be loaded again still is.
    if (isInvalidated) query.invalidate();
  };
  apply();
  if (query.state.fetchStatus === 'fetching') afterFetch(queryClient, query, apply);
}

/** Loads what is cached under this key or below it again; a first load under way is followed by another. */
export function refreshQueries(queryClient: QueryClient, queryKey: QueryKey): void {
  for (const query of queryClient.getQueryCache().findAll({ queryKey })) {
    const refresh = () =>
      void queryClient.invalidateQueries({ predicate: (other) => other === query }, { cancelRefetch: true });
    const isFirstLoad = query.state.data === undefined && query.state.fetchStatus === 'fetching';
    if (isFirstLoad) afterFetch(queryClient, query, refresh);
    else refresh();
  }
}

function afterFetch(queryClient: QueryClient, query: Query, act: () => void): void {
  const unsubscribe = queryClient.getQueryCache().subscribe((event) => {
    if (event.query !== query || query.state.fetchStatus === 'fetching') return;
    unsubscribe();
    act();
  });
}
