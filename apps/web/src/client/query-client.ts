import { OfflineError } from '@plaza/sdk';
import { QueryClient } from '@tanstack/react-query';

const FRESH_MS = 30_000;
const MAX_RETRIES = 2;

/**
 * Server state of the whole client. The SDK has already repeated what is worth repeating at once, and knows better than the
 * browser whether the server is in reach.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      networkMode: 'always',
      retry: (failures, error) => error instanceof OfflineError && failures < MAX_RETRIES,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
