import { Injectable } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { SqlViewer } from '../../graph/index.js';
import { audienceRules, type ViewContext } from './audience.rules.js';
import { decidingRule, publicRoots, visibleBelow, visibleEntries, visibleRoots } from './audience.sql.js';
import type { EntrySnapshot } from './entry-snapshot.js';

export interface AudienceVerdict {
  visible: boolean;
  /** The name of the rule that decided. */
  rule: string;
}

const showing = new Set(audienceRules.flatMap((rule) => (rule.verdict === 'shows' ? [rule.name] : [])));

/** Who may see an entry: one set of rules, for one entry, for many people, or inside a list's SQL. */
@Injectable()
export class Audience {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** How somebody looks at entries now, for statements with the rules inside. */
  viewContext(viewer: SqlViewer): ViewContext {
    return { viewer, now: this.clock.now() };
  }

  /** Those of the pairs whose viewer may see their entry. */
  async visiblePairs<Pair extends { viewerId: UserId; entryId: EntryId }>(pairs: Pair[]): Promise<Pair[]> {
    if (pairs.length === 0) return [];
    const { rows } = await sql<{ index: number }>`
      select pair.ordinality::int - 1 as index
      from unnest(
        ${pairs.map((pair) => pair.viewerId)}::uuid[],
        ${pairs.map((pair) => pair.entryId)}::uuid[]
      ) with ordinality as pair (viewer_id, entry_id, ordinality)
      join entries as e on e.id = pair.entry_id
      join entries as root on root.id = e.root_id
      where ${visibleBelow(this.viewContext(sql`pair.viewer_id`), 'root', 'e')}
    `.execute(this.database.read);
    return rows.flatMap(({ index }) => pairs[index] ?? []);
  }

  /** Those of the people (a statement of their ids) who may see the entry. */
  async readers(entry: EntrySnapshot, people: RawBuilder<unknown>): Promise<UserId[]> {
    const visible = entry.isRoot ? visibleRoots : visibleEntries;
    return this.pick(entry, people, visible(this.viewContext(sql`person.id`), 'e'));
  }

  /** Those of the people who find the entry among what is public; `people` is not called where it is not public at all. */
  async readersInPublic(entry: EntrySnapshot, people: () => RawBuilder<unknown>): Promise<UserId[]> {
    const { rows } = await sql`
      select from ${entry.row} as e where ${publicRoots(this.viewContext(null), 'e')}
    `.execute(this.database.read);
    if (rows.length === 0) return [];
    return this.pick(entry, people(), publicRoots(this.viewContext(sql`person.id`), 'e'));
  }

  /** Which rule shows the entry to the viewer or hides it; undefined when there is no such entry. */
  async explain(viewerId: UserId | null, entryId: EntryId): Promise<AudienceVerdict | undefined> {
    const { rows } = await sql<{ rule: string }>`
      select ${decidingRule(this.viewContext(viewerId), 'e')} as rule
      from entries as e
      where e.id = ${entryId}
    `.execute(this.database.read);
    const rule = rows[0]?.rule;
    return rule === undefined ? undefined : { visible: showing.has(rule), rule };
  }

  private async pick(
    { row }: EntrySnapshot,
    people: RawBuilder<unknown>,
    condition: RawBuilder<SqlBool>,
  ): Promise<UserId[]> {
    const { rows } = await sql<{ id: UserId }>`
      with e as materialized ${row}
      select person.id
      from e
      cross join (${people}) as person (id)
      where ${condition}
    `.execute(this.database.read);
    return rows.map(({ id }) => id);
  }
}
