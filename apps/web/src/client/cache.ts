import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Changes what is cached under this key or below it, now and once more when a fetch that may not know of the change has ended.
 * The change must be safe to make twice.
 */
export function changeCached<Cached>(
  queryClient: QueryClient,
  queryKey: QueryKey,
  change: (cached: Cached) => Cached,
): void {
  const cache = queryClient.getQueryCache();
  for (const query of cache.findAll({ queryKey })) {
    const apply = () =>
      queryClient.setQueryData<Cached>(query.queryKey, (cached) => cached && change(cached), {
        updatedAt: query.state.dataUpdatedAt,
      });
    apply();
    if (query.state.fetchStatus === 'fetching') afterFetch(queryClient, query, apply);
  }
}

/** Loads what is cached under this key or below it again; what is just being loaded, once more after that. */
export function loadAgain(queryClient: QueryClient, queryKey: QueryKey): void {
  for (const query of queryClient.getQueryCache().findAll({ queryKey })) {
    const again = () =>
      void queryClient.invalidateQueries({ predicate: (other) => other === query }, { cancelRefetch: true });
    const isFirstLoad = query.state.data === undefined && query.state.fetchStatus === 'fetching';
    if (isFirstLoad) afterFetch(queryClient, query, again);
    else again();
  }
}

function afterFetch(queryClient: QueryClient, query: Query, act: () => void): void {
  const leave = queryClient.getQueryCache().subscribe((event) => {
    if (event.query !== query || query.state.fetchStatus === 'fetching') return;
    leave();
    act();
  });
}
