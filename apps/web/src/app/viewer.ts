import type { Account } from '@plaza/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { plaza, session } from './plaza.js';

/** The own account, or null for a stranger. */
export const viewerQuery = queryOptions({
  queryKey: ['viewer'],
  queryFn: async (): Promise<Account | null> => {
    if (!(await session.resume())) return null;
    return plaza.users.me();
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** The own account, or null for a stranger; known before any screen is shown. */
export function useViewer(): Account | null {
  return useQuery(viewerQuery).data ?? null;
}
