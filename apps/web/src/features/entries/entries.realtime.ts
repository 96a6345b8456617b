import { useQueryClient } from '@tanstack/react-query';
import { useEvent } from '../../client/realtime.js';
import { entryQuery } from './entries.queries.js';
import { changeEntry, isShown, removeFromLists } from './entry-cache.js';

/** Keeps the entries of the screen up to date wherever they are shown; mounted once. What is new waits to be asked for. */
export function useLiveEntries(): void {
  const queryClient = useQueryClient();
  useEvent('entry.counters', ({ id, counters }) =>
    changeEntry(queryClient, id, (entry) => ({ ...entry, counters })),
  );
  useEvent('entry.updated', ({ id, kind }) => {
    if (kind !== 'post' || !isShown(queryClient, id)) return;
    void queryClient
      .fetchQuery({ ...entryQuery(id), staleTime: 0 })
      .then((entry) => changeEntry(queryClient, id, () => entry))
      // When it cannot be fetched any more, the screen that shows it says so.
      .catch(() => undefined);
  });
  useEvent('entry.deleted', ({ id }) => removeFromLists(queryClient, id));
}
