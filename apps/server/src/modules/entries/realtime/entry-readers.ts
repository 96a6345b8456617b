import { Injectable } from '@nestjs/common';
import type { Audience, EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Database } from '../../../platform/database/database.js';
import { listedPosts, visibleEntries, visiblePosts } from '../../audience/index.js';
import { follows } from '../../graph/index.js';
import { type EntryReference, entryTopic, homeTopic, publicTopic } from '../entries.events.js';
import { entryKindRules } from '../entry-kinds.js';

/** A place where an entry is found by those who listen there. */
export interface Place {
  topic: string;
  /** SQL: the person finds the entry of this alias here. */
  finds: (person: RawBuilder<UserId>, entry: string) => RawBuilder<SqlBool>;
  /** Only those listen who were let in to this very entry, so that all of them had it. */
  isItsOwn: boolean;
}

const home: Place = {
  topic: homeTopic,
  finds: (person, entry) => sql`(
    (${sql.ref(`${entry}.author_id`)} = ${person} or ${follows(person, `${entry}.author_id`)})
    and ${visiblePosts(person, entry)}
  )`,
  isItsOwn: false,
};
const publicFeed: Place = { topic: publicTopic, finds: listedPosts, isItsOwn: false };

/** Where events about this entry are heard. */
export function placesOf({ kind, rootId }: EntryReference): Place[] {
  const topic = entryTopic(rootId);
  const page: Place =
    kind === 'comment'
      ? { topic, finds: visibleEntries, isItsOwn: false }
      : { topic, finds: visiblePosts, isItsOwn: true };
  return entryKindRules[kind].isInFeeds ? [page, home, publicFeed] : [page];
}

/** Picks those who are told of an entry, out of those who listen: one query each. */
@Injectable()
export class EntryReaders {
  constructor(private readonly database: Database) {}

  /** Those who find the entry there now. */
  async now(place: Place, entryId: EntryId, userIds: UserId[]): Promise<UserId[]> {
    const asItIs = sql`(
      select now.id, now.author_id, now.root_id, now.audience, now.deleted_at, now.removed_at
      from entries as now
      where now.id = ${entryId}
    )`;
    return this.pick(place, asItIs, userIds);
  }

  /** Those who found it there before it was deleted or got another audience. */
  async before(
    place: Place,
    { entryId, authorId, rootId }: EntryReference,
    audience: Audience | null,
    userIds: UserId[],
  ): Promise<UserId[]> {
    if (place.isItsOwn) return userIds;
    const asItWas = sql`(
      select
        ${entryId}::uuid as id,
        ${authorId}::uuid as author_id,
        ${rootId}::uuid as root_id,
        coalesce(${audience}, (select now.audience from entries as now where now.id = ${entryId})) as audience,
        null::timestamptz as deleted_at,
        null::timestamptz as removed_at
    )`;
    return this.pick(place, asItWas, userIds);
  }

  private async pick(place: Place, entry: RawBuilder<unknown>, userIds: UserId[]): Promise<UserId[]> {
    const { rows } = await sql<{ id: UserId }>`
      with e as materialized ${entry}
      select person.id
      from e
      cross join unnest(${userIds}::uuid[]) as person (id)
      where ${place.finds(sql<UserId>`person.id`, 'e')}
    `.execute(this.database.read);
    return rows.map((row) => row.id);
  }
}
