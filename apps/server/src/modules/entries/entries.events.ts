import type { Audience, EntryId, EntryKind, UserId } from '@plaza/contract';
import type { NewEvent } from '../../platform/events/domain-events.js';
import { entryKindRules } from './entry-kinds.js';

/** Which entry an event is about. */
export interface EntryReference {
  entryId: EntryId;
  kind: EntryKind;
  rootId: EntryId;
  parentId: EntryId | null;
  authorId: UserId;
}

declare module '../../platform/events/domain-events.js' {
  /** Topics of all: `entry:<rootId>`; of those about a post also `feed:home` and `feed:public`. */
  interface DomainEvents {
    'entry.created': EntryReference;
    /** `audienceBefore` is null when those who may see it are the same as before. */
    'entry.updated': EntryReference & { audienceBefore: Audience | null };
    'entry.deleted': EntryReference;
    'entry.counters': EntryReference;
  }
}

export const homeTopic = 'feed:home';
export const publicTopic = 'feed:public';
export const entryTopic = (rootId: EntryId) => `entry:${rootId}`;

/** The topics of an event about this entry. */
function topicsOf({ kind, rootId }: EntryReference): string[] {
  return [entryTopic(rootId), ...(entryKindRules[kind].isInFeeds ? [homeTopic, publicTopic] : [])];
}

/** An event that tells no more than which entry it is about. */
export function entryEvent(
  name: 'entry.created' | 'entry.deleted' | 'entry.counters',
  subject: EntryReference,
  actorId: UserId,
): NewEvent {
  return { name, subject, topics: topicsOf(subject), actorId };
}

export function entryUpdated(
  entry: EntryReference,
  audienceBefore: Audience | null,
  actorId: UserId,
): NewEvent {
  const subject = { ...entry, audienceBefore };
  return { name: 'entry.updated', subject, topics: topicsOf(entry), actorId };
}
