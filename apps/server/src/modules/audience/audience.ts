import { Injectable } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Database } from '../../platform/database/database.js';
import { audienceRules } from './audience.rules.js';
import { decidingRule, visibleBelow, visibleEntries } from './audience.sql.js';

export interface AudienceVerdict {
  visible: boolean;
  /** The name of the rule that decided. */
  rule: string;
}

const showing = new Set(audienceRules.flatMap((rule) => (rule.verdict === 'shows' ? [rule.name] : [])));

/** Who may see an entry: one set of rules, asked for one entry, for many people, or inside a list's SQL. */
@Injectable()
export class Audience {
  constructor(private readonly database: Database) {}

  /** SQL: the viewer may see the entry, of any kind, whose row has this alias. */
  visibleEntries(viewerId: UserId | null, alias: string): RawBuilder<SqlBool> {
    return visibleEntries(viewerId, alias);
  }

  async maySee(viewerId: UserId | null, entryId: EntryId): Promise<boolean> {
    return (await this.seenAmong(viewerId, [entryId])).has(entryId);
  }

  /** Those of the entries that the viewer may see. */
  async seenAmong(viewerId: UserId | null, entryIds: EntryId[]): Promise<Set<EntryId>> {
    if (entryIds.length === 0) return new Set();
    const { rows } = await sql<{ id: EntryId }>`
      select e.id
      from entries as e
      where e.id = any(${entryIds}::uuid[]) and ${visibleEntries(viewerId, 'e')}
    `.execute(this.database.read);
    return new Set(rows.map((row) => row.id));
  }

  /** As `seenAmong`, for many viewers at once. */
  async seenPairs<Pair extends { viewerId: UserId; entryId: EntryId }>(pairs: Pair[]): Promise<Pair[]> {
    if (pairs.length === 0) return [];
    const { rows } = await sql<{ place: number }>`
      select pair.place::int as place
      from unnest(
        ${pairs.map((pair) => pair.viewerId)}::uuid[],
        ${pairs.map((pair) => pair.entryId)}::uuid[]
      ) with ordinality as pair (viewer_id, entry_id, place)
      join entries as e on e.id = pair.entry_id
      join entries as root on root.id = e.root_id
      where ${visibleBelow(sql<UserId>`pair.viewer_id`, 'root', 'e')}
    `.execute(this.database.read);
    return rows.flatMap(({ place }) => pairs[place - 1] ?? []);
  }

  /** Those of the people who may see the entry. */
  async whoMaySee(entryId: EntryId, userIds: UserId[]): Promise<Set<UserId>> {
    if (userIds.length === 0) return new Set();
    const { rows } = await sql<{ id: UserId }>`
      with e as materialized (
        select own.id, own.root_id, own.author_id, own.deleted_at, own.removed_at
        from entries as own
        where own.id = ${entryId}
      ),
      root as materialized (
        select own.id, own.author_id, own.audience, own.deleted_at, own.removed_at
        from entries as own
        where own.id = (select e.root_id from e)
      )
      select person.id
      from e
      cross join root
      cross join unnest(${userIds}::uuid[]) as person (id)
      where ${visibleBelow(sql<UserId>`person.id`, 'root', 'e')}
    `.execute(this.database.read);
    return new Set(rows.map((row) => row.id));
  }

  /** Which rule shows the entry to the viewer or hides it; undefined when there is no such entry. */
  async explain(viewerId: UserId | null, entryId: EntryId): Promise<AudienceVerdict | undefined> {
    const { rows } = await sql<{ rule: string }>`
      select ${decidingRule(viewerId, 'e')} as rule
      from entries as e
      where e.id = ${entryId}
    `.execute(this.database.read);
    const rule = rows[0]?.rule;
    return rule === undefined ? undefined : { visible: showing.has(rule), rule };
  }
}
