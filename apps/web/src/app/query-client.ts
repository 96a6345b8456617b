import { OfflineError, PlazaError } from '@plaza/sdk';
import { QueryClient } from '@tanstack/react-query';

const FRESH_MS = 30_000;
const MAX_RETRIES = 2;

/** Server state of the whole client. The SDK has already repeated what is worth repeating at once. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) => error instanceof OfflineError && failures < MAX_RETRIES,
      throwOnError: false,
    },
    mutations: { retry: false },
  },
});

/** Whether the server says there is nothing, or nothing for this viewer. */
export function isNotFound(error: unknown): boolean {
  return error instanceof PlazaError && error.status === 404;
}
