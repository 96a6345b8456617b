import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { loadAgain } from '../../client/cache.js';
import { useEvent, useGap, useTopics } from '../../client/realtime.js';
import { commentsKey, entryQuery } from '../entries/entries.queries.js';

const GATHER_MS = 300;

/** Keeps the tree of a post up to date while it is on the screen. */
export function useLiveEntry(rootId: string): void {
  const queryClient = useQueryClient();
  const gathering = useRef<ReturnType<typeof setTimeout>>(undefined);
  const topic = `entry:${rootId}`;

  const loadTree = () => {
    loadAgain(queryClient, commentsKey(rootId));
    loadAgain(queryClient, ['context']);
  };
  /** Many answers in a short time are one look at the tree. */
  const lookAtTree = () => {
    clearTimeout(gathering.current);
    gathering.current = setTimeout(loadTree, GATHER_MS);
  };
  useEffect(() => () => clearTimeout(gathering.current), []);

  useTopics(topic);
  useGap(() => {
    loadAgain(queryClient, entryQuery(rootId).queryKey);
    loadTree();
  }, topic);
  useEvent('entry.created', (entry) => {
    if (entry.rootId === rootId && entry.kind === 'comment') lookAtTree();
  });
  useEvent('entry.updated', (entry) => {
    if (entry.rootId === rootId && entry.kind === 'comment') lookAtTree();
  });
  useEvent('entry.deleted', (entry) => {
    if (entry.rootId !== rootId) return;
    if (entry.kind === 'post') void queryClient.resetQueries(entryQuery(rootId));
    else lookAtTree();
  });
}
