import { z } from 'zod';
import { event } from '../event.js';
import { UserSummary } from '../identity/views.js';
import { EntryId } from '../scalars.js';
import { entryKinds } from './kinds.js';
import { EntryCounters } from './views.js';

const EntryReference = z.object({
  id: EntryId,
  kind: z.enum(entryKinds),
  rootId: EntryId,
  parentId: EntryId.nullable(),
  author: UserSummary,
});

export const entryEvents = {
  'entry.created': event({
    summary: 'A new entry; fetch it for its content',
    payload: EntryReference,
    replayed: true,
    scope: 'posts:read',
  }),
  'entry.updated': event({
    summary: 'An entry was edited',
    payload: EntryReference,
    replayed: true,
    scope: 'posts:read',
  }),
  'entry.deleted': event({
    summary: 'An entry is gone, or hidden from the viewer by now',
    payload: EntryReference.omit({ author: true }),
    replayed: true,
    scope: 'posts:read',
  }),
  'entry.counters': event({
    summary: 'Votes or answers were counted',
    payload: z.object({ id: EntryId, counters: EntryCounters }),
    replayed: true,
    scope: 'posts:read',
  }),
};

export const entryTopics = ['entry:{id}'] as const;
