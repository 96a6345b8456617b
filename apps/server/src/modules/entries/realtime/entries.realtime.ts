import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntryId, type UserId, type UserSummary } from '@plaza/contract';
import type { LoggedEventOf } from '../../../platform/events/domain-events.js';
import type { Effect, Recipients, TopicRequest } from '../../../platform/realtime/effects.js';
import { Realtime } from '../../../platform/realtime/realtime.js';
import { Audience } from '../../audience/index.js';
import { UserDirectory } from '../../identity/index.js';
import { type EntryReference, entryTopic } from '../entries.events.js';
import { EntriesQueries } from '../entries.queries.js';
import { countersOf } from '../entries.views.js';
import { EntryReaders, type Place, placesOf } from './entry-readers.js';

const TOPIC_PREFIX = entryTopic('' as EntryId);

/**
 * Tells open sockets what happens to entries, at the entry's own page and in the feeds. Whether somebody may see the entry is
 * asked again for every frame; a socket that stays on a page it lost the right to hears nothing.
 */
@Injectable()
export class EntriesRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly audience: Audience,
    private readonly users: UserDirectory,
    private readonly queries: EntriesQueries,
    private readonly readers: EntryReaders,
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
    const seen = new Set((await this.audience.seenPairs(pairs)).map(keyOf));
    return requests.map(({ viewer }, index) =>
      (wanted[index] ?? [])
        .filter((entryId) => seen.has(keyOf({ viewerId: viewer.userId, entryId })))
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
        to: this.readersOf(subject),
      },
    ]);
  }

  private async updated(events: LoggedEventOf<'entry.updated'>[]): Promise<Effect[][]> {
    const authors = await this.authorsOf(events);
    return events.map(({ subject }) => {
      const { audienceBefore, kind, rootId } = subject;
      const updated: Effect = {
        kind: 'frame',
        event: 'entry.updated',
        payload: referenceView(subject, authors),
        to: this.readersOf(subject),
      };
      if (audienceBefore === null || kind === 'comment') return [updated];
      const left = this.goneFor(subject, async (place, users) => {
        const [before, now] = await Promise.all([
          this.readers.before(place, subject, audienceBefore, users),
          this.readers.now(place, subject.entryId, users),
        ]);
        return before.filter((userId) => !now.includes(userId));
      });
      return [updated, left, { kind: 'refreshSubscriptions', topic: entryTopic(rootId) }];
    });
  }

  private async deleted(events: LoggedEventOf<'entry.deleted'>[]): Promise<Effect[][]> {
    return events.map(({ subject }) => {
      const gone = this.goneFor(subject, (place, users) => this.readers.before(place, subject, null, users));
      if (subject.kind === 'comment') return [gone];
      return [gone, { kind: 'refreshSubscriptions', topic: entryTopic(subject.rootId) }];
    });
  }

  /** However many votes a run holds, each entry's counters are told once, with the last of them. */
  private async counted(events: LoggedEventOf<'entry.counters'>[]): Promise<Effect[][]> {
    const lastOf = new Map(events.map(({ subject }, index) => [subject.entryId, index]));
    const rows = await this.queries.rows(null, [...lastOf.keys()]);
    return events.map(({ subject }, index) => {
      const row = rows.get(subject.entryId);
      if (!row || lastOf.get(subject.entryId) !== index) return [];
      const payload = { id: row.id, counters: countersOf(row) };
      return [{ kind: 'frame', event: 'entry.counters', payload, to: this.readersOf(subject) }];
    });
  }

  private readersOf(subject: EntryReference): Recipients[] {
    return placesOf(subject).map((place) => ({
      topic: place.topic,
      filter: (subscribers) => this.readers.now(place, subject.entryId, subscribers.ids()),
    }));
  }

  private goneFor(
    subject: EntryReference,
    pick: (place: Place, users: UserId[]) => Promise<UserId[]>,
  ): Effect {
    const { entryId, kind, rootId, parentId } = subject;
    return {
      kind: 'frame',
      event: 'entry.deleted',
      payload: { id: entryId, kind, rootId, parentId },
      to: placesOf(subject).map((place) => ({
        topic: place.topic,
        filter: (subscribers) => pick(place, subscribers.ids()),
      })),
    };
  }

  private authorsOf(events: { subject: EntryReference }[]): Promise<Map<UserId, UserSummary>> {
    return this.users.summaries(events.map(({ subject }) => subject.authorId));
  }
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
