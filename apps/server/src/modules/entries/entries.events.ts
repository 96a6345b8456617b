import type { Audience, EntryId, EntryKind, UserId } from '@plaza/contract';
import type { NewEvent } from '../../platform/events/domain-events.js';

/** Which entry an event is about. */
export interface EntryReference<Kind extends EntryKind = EntryKind> {
  entryId: EntryId;
  kind: Kind;
  rootId: EntryId;
  parentId: EntryId | null;
  authorId: UserId;
}

declare module '../../platform/events/domain-events.js' {
  /** Topic of all: `entry:<rootId>`. Creations, changes and deletions have those of the feeds as well, where the kind appears in feeds. */
  interface DomainEvents {
    'entry.created': EntryReference;
    /** `audienceBefore` is null when those who may see it are the same as before. */
    'entry.updated': EntryReference & { audienceBefore: Audience | null };
    'entry.deleted': EntryReference;
    'entry.counters': EntryReference;
  }
}

/** The topic of the page of a root, with all that is below it. */
export const entryTopic = (rootId: EntryId) => `entry:${rootId}`;

export function referenceOf(row: {
  id: EntryId;
  kind: EntryKind;
  root_id: EntryId;
  parent_id: EntryId | null;
  author_id: UserId;
}): EntryReference {
  return {
    entryId: row.id,
    kind: row.kind,
    rootId: row.root_id,
    parentId: row.parent_id,
    authorId: row.author_id,
  };
}

/** `feedTopics` are those of the feeds in which the entry appears. */
export function entryCreated(entry: EntryReference, feedTopics: string[], actorId: UserId): NewEvent {
  return {
    name: 'entry.created',
    subject: entry,
    topics: [entryTopic(entry.rootId), ...feedTopics],
    actorId,
  };
}

export function entryUpdated(
  entry: EntryReference,
  audienceBefore: Audience | null,
  feedTopics: string[],
  actorId: UserId,
): NewEvent {
  const subject = { ...entry, audienceBefore };
  return { name: 'entry.updated', subject, topics: [entryTopic(entry.rootId), ...feedTopics], actorId };
}

export function entryDeleted(entry: EntryReference, feedTopics: string[], actorId: UserId): NewEvent {
  return {
    name: 'entry.deleted',
    subject: entry,
    topics: [entryTopic(entry.rootId), ...feedTopics],
    actorId,
  };
}

/** The votes or the comments of an entry were counted: an event of its own page alone. */
export function entryCounted(entry: EntryReference, actorId: UserId): NewEvent {
  return { name: 'entry.counters', subject: entry, topics: [entryTopic(entry.rootId)], actorId };
}
