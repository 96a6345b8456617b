import { isCached, patchEntity, removeEntity } from '../../client/entities.js';
import type { LiveConnection } from '../../client/realtime.js';
import { entryEntity, entryQuery } from './entries.queries.js';

/** Keeps entries up to date wherever they are shown. New ones wait until they are asked for. */
export function entriesRealtime({ realtime, queryClient }: LiveConnection): void {
  realtime.on('entry.counters', ({ id, counters }) =>
    patchEntity(queryClient, entryEntity, id, (entry) => ({ ...entry, counters })),
  );
  realtime.on('entry.updated', ({ id, kind }) => {
    if (kind !== 'post' || !isCached(queryClient, id)) return;
    void queryClient
      .fetchQuery({ ...entryQuery(id), staleTime: 0 })
      .then((entry) => patchEntity(queryClient, entryEntity, id, () => entry))
      // Where it cannot be fetched any more, the screen that shows it says so.
      .catch(() => undefined);
  });
  realtime.on('entry.deleted', ({ id, kind }) => {
    // A tree of comments keeps a tombstone; the screen that shows one loads it again.
    if (kind === 'post') removeEntity(queryClient, entryEntity, id);
  });
}
