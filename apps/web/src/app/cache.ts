import type { QueryClient, QueryKey } from '@tanstack/react-query';

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
    if (query.state.fetchStatus !== 'fetching') continue;
    const leave = cache.subscribe((event) => {
      if (event.query !== query || query.state.fetchStatus === 'fetching') return;
      leave();
      apply();
    });
  }
}
