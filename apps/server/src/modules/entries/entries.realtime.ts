import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntryId, type UserId, type UserSummary } from '@plaza/contract';
import { sql } from 'kysely';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import type { Effect, Recipients, Subscribers, TopicRequest } from '../../platform/realtime/effects.js';
import { Realtime } from '../../platform/realtime/realtime.js';
import { UserDirectory } from '../identity/index.js';
import { Audience } from './audience/audience.js';
import { asItIs, asItWas, type EntrySnapshot } from './audience/entry-snapshot.js';
import { type EntryReference, entryTopic } from './entries.events.js';
import { EntriesQueries } from './entries.queries.js';
import { countersOf } from './entries.views.js';
import { type EntryFeed, EntryFeeds } from './entry-feeds.js';

const TOPIC_PREFIX = entryTopic('' as EntryId);

type PickReaders = (readers: EntryFeed['readers'], subscribers: Subscribers) => Promise<Iterable<UserId>>;

/**
 * Sends what happens to entries to the subscribers of their own page and of the feeds. Visibility is checked again for every
 * frame; a socket that stays subscribed to a page that it may no longer see receives nothing.
 */
@Injectable()
export class EntriesRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly audience: Audience,
    private readonly users: UserDirectory,
    private readonly queries: EntriesQueries,
    private readonly feeds: EntryFeeds,
  ) {}

  onModuleInit(): void {
    this.realtime.topics({
      owns: (topic) => topic.startsWith(TOPIC_PREFIX),
      admit: (requests) => this.admit(requests),
    });
    this.realtime.frames('entry.created', (events) => this.created(events));
    this.realtime.frames('entry.updated', (events) => this.updated(events));
    this.realtime.frames('entry.deleted', (events) => this.deleted(events));
    this.realtime.frames('entry.counters', (events) => this.counted(events));
  }

  private async admit(requests: TopicRequest[]): Promise<string[][]> {
    const wanted = requests.map(({ topics }) => topics.flatMap((topic) => idOf(topic) ?? []));
    const pairs = requests.flatMap(({ viewer }, index) =>
      (wanted[index] ?? []).map((entryId) => ({ viewerId: viewer.userId, entryId })),
    );
    const visible = new Set((await this.audience.visiblePairs(pairs)).map(keyOf));
    return requests.map(({ viewer }, index) =>
      (wanted[index] ?? [])
        .filter((entryId) => visible.has(keyOf({ viewerId: viewer.userId, entryId })))
        .map(entryTopic),
    );
  }

  private async created(events: LoggedEventOf<'entry.created'>[]): Promise<Effect[][]> {
    const authors = await this.authorsOf(events);
    return events.map(({ subject }) => [
      {
        kind: 'frame',
        event: 'entry.created',
        payload: referenceView(subject, authors),
        to: this.recipients(subject, (readers, subscribers) => readers(asItIs(subject), subscribers)),
      },
    ]);
  }

  private async updated(events: LoggedEventOf<'entry.updated'>[]): Promise<Effect[][]> {
    const authors = await this.authorsOf(events);
    return events.map(({ subject }) => {
      const { audienceBefore, rootId } = subject;
      const updated: Effect = {
        kind: 'frame',
        event: 'entry.updated',
        payload: referenceView(subject, authors),
        to: this.recipients(subject, (readers, subscribers) => readers(asItIs(subject), subscribers)),
      };
      if (audienceBefore === null || !isRoot(subject)) return [updated];
      const lost = this.gone(subject, async (readers, subscribers) => {
        const [before, after] = await Promise.all([
          readers(asItWas(subject, audienceBefore), subscribers),
          readers(asItIs(subject), subscribers),
        ]);
        const stay = new Set(after);
        return [...before].filter((userId) => !stay.has(userId));
      });
      return [updated, lost, { kind: 'refreshSubscriptions', topic: entryTopic(rootId) }];
    });
  }

  private async deleted(events: LoggedEventOf<'entry.deleted'>[]): Promise<Effect[][]> {
    return events.map(({ subject }) => {
      const gone = this.gone(subject, (readers, subscribers) => readers(asItWas(subject, null), subscribers));
      if (!isRoot(subject)) return [gone];
      return [gone, { kind: 'refreshSubscriptions', topic: entryTopic(subject.rootId) }];
    });
  }

  /** However many votes a batch holds, each entry's counters are sent once, with the last of them. */
  private async counted(events: LoggedEventOf<'entry.counters'>[]): Promise<Effect[][]> {
    const lastOf = new Map(events.map(({ subject }, index) => [subject.entryId, index]));
    const rows = await this.queries.rows([...lastOf.keys()]);
    return events.map(({ subject }, index) => {
      const row = rows.get(subject.entryId);
      if (!row || lastOf.get(subject.entryId) !== index) return [];
      const payload = { id: row.id, counters: countersOf(row) };
      const to = {
        topic: entryTopic(subject.rootId),
        filter: (subscribers: Subscribers) => this.readersOfPage(asItIs(subject), subscribers),
      };
      return [{ kind: 'frame', event: 'entry.counters', payload, to }];
    });
  }

  /** The subscribers of the entry's own page and of its feeds, as far as `pick` finds them by the readers there. */
  private recipients(subject: EntryReference, pick: PickReaders): Recipients[] {
    const page = {
      topic: entryTopic(subject.rootId),
      readers: (entry: EntrySnapshot, subscribers: Subscribers) => this.readersOfPage(entry, subscribers),
    };
    return [page, ...this.feeds.of(subject)].map(({ topic, readers }) => ({
      topic,
      filter: (subscribers) => pick(readers, subscribers),
    }));
  }

  private gone(subject: EntryReference, pick: PickReaders): Effect {
    const { entryId, kind, rootId, parentId } = subject;
    return {
      kind: 'frame',
      event: 'entry.deleted',
      payload: { id: entryId, kind, rootId, parentId },
      to: this.recipients(subject, pick),
    };
  }

  private async readersOfPage(entry: EntrySnapshot, subscribers: Subscribers): Promise<UserId[]> {
    // Only those who saw the root could subscribe to its page.
    if (entry.isRoot && entry.isPast) return subscribers.ids();
    return this.audience.readers(entry, sql`select id from unnest(${subscribers.ids()}::uuid[]) as id`);
  }

  private authorsOf(events: { subject: EntryReference }[]): Promise<Map<UserId, UserSummary>> {
    return this.users.summaries(events.map(({ subject }) => subject.authorId));
  }
}

function isRoot({ parentId }: EntryReference): boolean {
  return parentId === null;
}

function referenceView(subject: EntryReference, authors: Map<UserId, UserSummary>) {
  const author = authors.get(subject.authorId);
  if (!author) throw new Error(`The author ${subject.authorId} of ${subject.entryId} is gone`);
  const { entryId, kind, rootId, parentId } = subject;
  return { id: entryId, kind, rootId, parentId, author };
}

function idOf(topic: string): EntryId | undefined {
  return EntryId.safeParse(topic.slice(TOPIC_PREFIX.length)).data;
}

function keyOf({ viewerId, entryId }: { viewerId: UserId; entryId: EntryId }): string {
  return `${viewerId} ${entryId}`;
}
