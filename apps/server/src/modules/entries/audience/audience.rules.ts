import type { Audience } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { blockedEitherWay, follows, type SqlViewer } from '../../graph/index.js';
import { isActiveUser, isPrivateUser } from '../../identity/index.js';

/** Who looks at entries, and when. */
export interface ViewContext {
  viewer: SqlViewer;
  /** The moment of viewing: what expires is hidden after its time. */
  now: Date;
}

/** A condition in SQL on the row with this alias. */
type Condition = (context: ViewContext, entry: string) => RawBuilder<SqlBool>;

/**
 * What a viewer can be to an entry. A further relation (a connection, a close friend, a member of its community) is one line
 * here, made by the module that owns its rows.
 */
const relations = {
  author: ({ viewer }, entry) =>
    viewer === null ? sql`false` : sql`${sql.ref(`${entry}.author_id`)} = ${viewer}`,
  follower: ({ viewer }, entry) => follows(viewer, `${entry}.author_id`),
  mentioned: ({ viewer }, entry) => isMentioned(viewer, `${entry}.id`),
} satisfies Record<string, Condition>;

/** Relations that are known to hold, so that nothing is looked up for them. */
type KnownRelations = Partial<Record<keyof typeof relations, true>>;

/** An entry in a statement, as the rules look at it. */
export interface ViewedEntry {
  context: ViewContext;
  /** The alias of its row. */
  entry: string;
  /** SQL: the viewer has this relation to it. */
  is: (relation: keyof typeof relations) => RawBuilder<SqlBool>;
}

export function viewed(entry: string, context: ViewContext, known: KnownRelations = {}): ViewedEntry {
  const is = (relation: keyof typeof relations) =>
    known[relation] ? sql<SqlBool>`true` : relations[relation](context, entry);
  return { context, entry, is };
}

/** One line of the table of who may see an entry. The first rule that holds decides; where none does, it is hidden. */
export interface Rule {
  name: string;
  verdict: 'hides' | 'shows';
  holds: (viewed: ViewedEntry) => RawBuilder<SqlBool>;
}

/** What hides the one entry. */
export const entryHideRules: Rule[] = [
  {
    name: 'deleted',
    verdict: 'hides',
    holds: ({ entry }) => sql`${sql.ref(`${entry}.deleted_at`)} is not null`,
  },
  {
    name: 'removed',
    verdict: 'hides',
    holds: ({ entry }) => sql`${sql.ref(`${entry}.removed_at`)} is not null`,
  },
];

/** What hides everything its author published. */
export const authorHideRules: Rule[] = [
  {
    name: 'author_inactive',
    verdict: 'hides',
    holds: ({ entry }) => sql`not ${isActiveUser(`${entry}.author_id`)}`,
  },
  {
    name: 'blocked',
    verdict: 'hides',
    holds: ({ entry, context }) => blockedEitherWay(context.viewer, `${entry}.author_id`),
  },
];

/** What decides about a root that nothing above hides; a comment is seen by those who see its root. */
export const audienceRules: Rule[] = [
  {
    name: 'private_account',
    verdict: 'hides',
    holds: ({ entry, is }) => sql`(
      ${isFor('public', entry)}
      and ${isPrivateUser(`${entry}.author_id`)}
      and not (${is('author')} or ${is('follower')} or ${is('mentioned')})
    )`,
  },
  { name: 'author', verdict: 'shows', holds: ({ is }) => is('author') },
  { name: 'public', verdict: 'shows', holds: ({ entry }) => isFor('public', entry) },
  {
    name: 'follower',
    verdict: 'shows',
    holds: ({ entry, is }) => sql`(${isFor('followers', entry)} and ${is('follower')})`,
  },
  { name: 'mentioned', verdict: 'shows', holds: ({ is }) => is('mentioned') },
];

function isFor(audience: Audience, entry: string): RawBuilder<SqlBool> {
  return sql`${sql.ref(`${entry}.audience`)} = ${sql.lit(audience)}`;
}

/** A scalar look-up stays one look-up per row, as in the fragments of the graph. */
function isMentioned(viewer: SqlViewer, entryId: string): RawBuilder<SqlBool> {
  if (viewer === null) return sql`false`;
  return sql`(
    select true
    from mentions as mention
    where mention.entry_id = ${sql.ref(entryId)} and mention.user_id = ${viewer}
  ) is true`;
}
