import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useEvent, useTopics } from '../../app/realtime.js';
import { changeEntry } from '../entries/entry-cache.js';
import { commentsKey, entryQuery } from '../entries/entry-queries.js';

const GATHER_MS = 300;

/** Keeps a post and its tree up to date while it is on the screen. */
export function useLiveEntry(rootId: string): void {
  const queryClient = useQueryClient();
  const gathering = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** Many answers in a short time are one look at the tree. */
  const lookAtTree = () => {
    clearTimeout(gathering.current);
    gathering.current = setTimeout(() => {
      void queryClient.invalidateQueries({ queryKey: commentsKey(rootId) });
    }, GATHER_MS);
  };

  useTopics(`entry:${rootId}`);
  useEvent('entry.counters', ({ id, counters }) => {
    changeEntry(queryClient, id, (entry) => ({ ...entry, counters }));
  });
  useEvent('entry.created', (entry) => {
    if (entry.rootId === rootId && entry.kind === 'comment') lookAtTree();
  });
  useEvent('entry.updated', (entry) => {
    if (entry.rootId !== rootId) return;
    if (entry.kind === 'post') void queryClient.invalidateQueries(entryQuery(rootId));
    else lookAtTree();
  });
  useEvent('entry.deleted', (entry) => {
    if (entry.rootId !== rootId) return;
    if (entry.kind === 'post') void queryClient.resetQueries(entryQuery(rootId));
    else lookAtTree();
  });
}
