import { type RawBuilder, type SqlBool, sql } from 'kysely';
import {
  audienceRules,
  authorHideRules,
  entryHideRules,
  type Rule,
  type ViewContext,
  type ViewedEntry,
  viewed,
} from './audience.rules.js';

const hideRules = [...entryHideRules, ...authorHideRules];

/** SQL: the viewer may see the entry, of any kind, whose row has this alias. */
export function visibleEntries(context: ViewContext, entry: string): RawBuilder<SqlBool> {
  const root = sql<SqlBool>`(
    select ${visibleRoots(context, 'seen_root')}
    from entries as seen_root
    where seen_root.id = ${sql.ref(`${entry}.root_id`)}
  )`;
  return all([isRootOrNotHidden(context, entry), root]);
}

/** SQL: as `visibleEntries`, where the statement has the row of the root as well. */
export function visibleBelow(context: ViewContext, root: string, entry: string): RawBuilder<SqlBool> {
  return all([isRootOrNotHidden(context, entry), visibleRoots(context, root)]);
}

/** SQL: as `visibleEntries`, for rows that are roots. */
export function visibleRoots(context: ViewContext, root: string): RawBuilder<SqlBool> {
  return all([notHidden(context, root), isShown(viewed(root, context))]);
}

/** SQL: the root is for everybody, and nothing hides it from this viewer; for lists of what is public. */
export function publicRoots(context: ViewContext, root: string): RawBuilder<SqlBool> {
  return all([notHidden(context, root), isShown(viewed(root, { ...context, viewer: null }))]);
}

/**
 * SQL: as `visibleRoots`, where it is known that the viewer wrote the root or follows its author, and where
 * `authorNotHidden` is checked once for all roots of the author.
 */
export function visibleRootsOfFollowed(context: ViewContext, root: string): RawBuilder<SqlBool> {
  return all([noneHolds(entryHideRules, context, root), isShown(viewed(root, context, { follower: true }))]);
}

/** SQL: nothing hides all that the author of these rows (of any table with an `author_id`) published. */
export function authorNotHidden(context: ViewContext, alias: string): RawBuilder<SqlBool> {
  return noneHolds(authorHideRules, context, alias);
}

/** SQL: nothing hides the entry itself; for comments below a root that is known to be visible. */
export function notHidden(context: ViewContext, entry: string): RawBuilder<SqlBool> {
  return noneHolds(hideRules, context, entry);
}

/** What decides where no rule holds. */
const outsideAudience = 'outside_audience';

/** SQL: the name of the rule that decides about the entry. Rules that hide the root of a comment are prefixed `root_`. */
export function decidingRule(context: ViewContext, entry: string): RawBuilder<string> {
  const rulesOfRoot = [
    ...hideRules.map((rule) => ({ ...rule, name: `root_${rule.name}` })),
    ...audienceRules,
  ];
  return sql`case ${cases(hideRules, viewed(entry, context))} else (
    select case ${cases(rulesOfRoot, viewed('deciding_root', context))} else ${sql.lit(outsideAudience)} end
    from entries as deciding_root
    where deciding_root.id = ${sql.ref(`${entry}.root_id`)}
  ) end`;
}

/** What hides a root is checked with its audience. */
function isRootOrNotHidden(context: ViewContext, entry: string): RawBuilder<SqlBool> {
  return sql`(${sql.ref(`${entry}.id`)} = ${sql.ref(`${entry}.root_id`)} or ${notHidden(context, entry)})`;
}

function noneHolds(rules: Rule[], context: ViewContext, entry: string): RawBuilder<SqlBool> {
  return all(rules.map((rule) => not(rule.holds(viewed(entry, context)))));
}

/** All rules that hide come before all that show, so that the first that holds decides. */
function isShown(root: ViewedEntry): RawBuilder<SqlBool> {
  const hiding = audienceRules.filter((rule) => rule.verdict === 'hides');
  const showing = audienceRules.filter((rule) => rule.verdict === 'shows');
  const grants = sql.join(
    showing.map((rule) => rule.holds(root)),
    sql` or `,
  );
  return all([...hiding.map((rule) => not(rule.holds(root))), sql`(${grants})`]);
}

function all(claims: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(claims, sql` and `)})`;
}

function not(claim: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  return sql`not (${claim})`;
}

function cases(rules: Rule[], entry: ViewedEntry): RawBuilder<unknown> {
  return sql.join(
    rules.map((rule) => sql`when ${rule.holds(entry)} then ${sql.lit(rule.name)}`),
    sql` `,
  );
}
