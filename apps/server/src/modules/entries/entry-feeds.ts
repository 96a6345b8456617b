import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import type { Subscribers } from '../../platform/realtime/effects.js';
import type { EntrySnapshot } from './audience/entry-snapshot.js';
import type { EntryReference } from './entries.events.js';
import { kindRules } from './entry-kinds.js';

/** A feed that clients subscribe to: those who find an entry there receive its frames. */
export interface EntryFeed {
  topic: string;
  /** Those of the subscribers who find the entry there; its cost must not grow with those who do not. */
  readers: (entry: EntrySnapshot, subscribers: Subscribers) => Promise<Iterable<UserId>>;
}

/** The feeds that later modules make of entries: their subscribers receive what happens to the entries in them. */
@Injectable()
export class EntryFeeds {
  private readonly feeds: EntryFeed[] = [];

  register(feed: EntryFeed): void {
    this.feeds.push(feed);
  }

  of({ kind }: EntryReference): EntryFeed[] {
    return kindRules[kind].isInFeeds ? this.feeds : [];
  }

  topicsOf(entry: EntryReference): string[] {
    return this.of(entry).map(({ topic }) => topic);
  }
}
