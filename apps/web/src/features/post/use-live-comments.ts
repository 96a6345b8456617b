import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { refreshQueries } from '../../client/cache.js';
import { useEvent, useGap, useTopics } from '../../client/realtime.js';
import { entryQuery } from '../entries/index.js';
import { commentsKey, contextKey } from './post.queries.js';

const DEBOUNCE_MS = 300;

/** Keeps a post and the comments below it up to date while they are on the screen. */
export function useLiveComments(rootId: string): void {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const topic = `entry:${rootId}`;

  const loadTree = () => {
    refreshQueries(queryClient, commentsKey(rootId));
    refreshQueries(queryClient, contextKey);
  };
  /** Many comments in a short time load the tree once. */
  const loadTreeSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(loadTree, DEBOUNCE_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  useTopics(topic);
  useGap(() => {
    refreshQueries(queryClient, entryQuery(rootId).queryKey);
    loadTree();
  }, topic);
  useEvent('entry.created', (entry) => {
    if (entry.rootId === rootId && entry.kind === 'comment') loadTreeSoon();
  });
  useEvent('entry.updated', (entry) => {
    if (entry.rootId === rootId && entry.kind === 'comment') loadTreeSoon();
  });
  useEvent('entry.deleted', (entry) => {
    if (entry.rootId !== rootId) return;
    if (entry.kind === 'post') void queryClient.resetQueries(entryQuery(rootId));
    else loadTreeSoon();
  });
}
