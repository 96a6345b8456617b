import { Injectable } from '@nestjs/common';
import type { Audience, UserId } from '@plaza/contract';
import type { NewEvent } from '../../platform/events/domain-events.js';
import type { Subscribers } from '../../platform/realtime/effects.js';
import type { EntrySnapshot } from './audience/entry-snapshot.js';
import { type EntryReference, entryTopic } from './entries.events.js';
import { kindRules } from './entry-kinds.js';

/** A feed that clients subscribe to: those who find an entry there receive its frames. */
export interface EntryFeed {
  topic: string;
  /** Those of the subscribers who find the entry there; its cost must not grow with those who do not. */
  readers: (entry: EntrySnapshot, subscribers: Subscribers) => Promise<Iterable<UserId>>;
}

/** The feeds of entries that later modules offer. An event about an entry has their topics, so that their subscribers receive it. */
@Injectable()
export class EntryFeeds {
  private readonly feeds: EntryFeed[] = [];

  register(feed: EntryFeed): void {
    this.feeds.push(feed);
  }

  of({ kind }: EntryReference): EntryFeed[] {
    return kindRules[kind].isInFeeds ? this.feeds : [];
  }

  created(entry: EntryReference, actorId: UserId): NewEvent {
    return { name: 'entry.created', subject: entry, topics: this.topicsOf(entry), actorId };
  }

  updated(entry: EntryReference, audienceBefore: Audience | null, actorId: UserId): NewEvent {
    const subject = { ...entry, audienceBefore };
    return { name: 'entry.updated', subject, topics: this.topicsOf(entry), actorId };
  }

  deleted(entry: EntryReference, actorId: UserId): NewEvent {
    return { name: 'entry.deleted', subject: entry, topics: this.topicsOf(entry), actorId };
  }

  private topicsOf(entry: EntryReference): string[] {
    return [entryTopic(entry.rootId), ...this.of(entry).map(({ topic }) => topic)];
  }
}
