import type { Account } from '@plaza/contract';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { plaza, session } from './plaza.js';
import { unsent } from './storage.js';

/** The own account, or null for a stranger. */
export const viewerQuery = queryOptions({
  queryKey: ['viewer'],
  queryFn: async (): Promise<Account | null> => {
    if (!session.isSignedIn || !(await session.resume())) return null;
    return plaza.users.me();
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** The own account, or null for a stranger; known before any screen is shown. */
export function useViewer(): Account | null {
  return useQuery(viewerQuery).data ?? null;
}

/** Shows the page to somebody else from now on: nothing that the one before saw or wrote stays in it. */
export function switchViewer(queryClient: QueryClient, viewer: Account | null): void {
  unsent.clear();
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== viewerQuery.queryKey[0] });
  queryClient.setQueryData(viewerQuery.queryKey, viewer);
}

/** The viewer changed their account: what depends on its settings is loaded again. */
export function updateViewer(queryClient: QueryClient, account: Account): void {
  queryClient.setQueryData(viewerQuery.queryKey, account);
  void queryClient.invalidateQueries({ predicate: ({ meta }) => meta?.dependsOnAccount === true });
}
