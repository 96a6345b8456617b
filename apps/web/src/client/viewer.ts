import type { Account } from '@plaza/contract';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { plaza, session } from './plaza.js';
import { ownWords } from './storage.js';

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

/** From now on the page is somebody else's: nothing that the one before saw or wrote stays in it. */
export function becomeViewer(queryClient: QueryClient, viewer: Account | null): void {
  ownWords.clear();
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== viewerQuery.queryKey[0] });
  queryClient.setQueryData(viewerQuery.queryKey, viewer);
}
