import { OfflineError, PlazaError } from '@plaza/sdk';
import { type Query, QueryCache, QueryClient, type QueryKey } from '@tanstack/react-query';

const FRESH_MS = 30_000;
const MAX_RETRIES = 2;

/** What a query may say of itself in its `meta`. */
type QueryMeta = {
  /** Its response depends on the settings of the viewer's account. */
  dependsOnAccount?: boolean;
  /** Keys of the queries whose responses contained the cursor that it begins with. */
  cursorFrom?: QueryKey[];
};

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: QueryMeta;
  }
}

/**
 * Server state of the whole client. The SDK has already repeated what is worth repeating at once, and knows better than the
 * browser whether the server is in reach.
 */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isOldCursor(error)) replaceCursors(client, query);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        networkMode: 'always',
        retry: (failures, error) => error instanceof OfflineError && failures < MAX_RETRIES,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}

export const queryClient = createQueryClient();

/** The server was replaced by one that does not know the cursors of the one before. */
function isOldCursor(error: unknown): boolean {
  return error instanceof PlazaError && (error.code === 'cursor_invalid' || error.code === 'cursor_mismatch');
}

/** Loads again where the cursor came from: an infinite query gets new ones with its pages. */
function replaceCursors(client: QueryClient, failed: Query<unknown, unknown, unknown>): void {
  const sources = failed.meta?.cursorFrom;
  if (!sources) return void client.invalidateQueries({ predicate: (query) => query === failed });
  for (const queryKey of sources) {
    void client.invalidateQueries({ queryKey, predicate: (query) => query !== failed });
  }
}
