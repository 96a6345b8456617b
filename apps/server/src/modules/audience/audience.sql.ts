import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SqlViewer } from '../graph/index.js';
import {
  audienceRules,
  authorHideRules,
  entryHideRules,
  type Rule,
  type ViewContext,
  viewContextOf,
} from './audience.rules.js';

const walls = [...entryHideRules, ...authorHideRules];

/** SQL: whoever asks may see the entry, of any kind, whose row has this alias. */
export function visibleEntries(viewer: SqlViewer, entry: string): RawBuilder<SqlBool> {
  const root = sql<SqlBool>`(
    select ${visiblePosts(viewer, 'seen_root')}
    from entries as seen_root
    where seen_root.id = ${sql.ref(`${entry}.root_id`)}
  )`;
  return all([isRootOrNotHidden(viewer, entry), root]);
}

/** SQL: as `visibleEntries`, where the row of the root is at hand too. */
export function visibleBelow(viewer: SqlViewer, root: string, entry: string): RawBuilder<SqlBool> {
  return all([isRootOrNotHidden(viewer, entry), visiblePosts(viewer, root)]);
}

/** SQL: as `visibleEntries`, for rows that are roots: lists of posts need no second look. */
export function visiblePosts(viewer: SqlViewer, post: string): RawBuilder<SqlBool> {
  return all([notHidden(viewer, post), isShownBy(audienceRules, viewContextOf(post, viewer))]);
}

/** SQL: a root that stands in public places: its audience is everybody, whoever asks. */
export function listedPosts(viewer: SqlViewer, post: string): RawBuilder<SqlBool> {
  return all([notHidden(viewer, post), isShownBy(audienceRules, viewContextOf(post, null))]);
}

/**
 * SQL: as `visiblePosts`, where it is known that whoever asks wrote the post or follows its author, and where
 * `reachableAuthor` is asked once for all posts of the author.
 */
export function visiblePostsOfFollowed(viewer: SqlViewer, post: string): RawBuilder<SqlBool> {
  const viewContext = { entry: post, viewer, isFollower: sql<SqlBool>`true` };
  return all([
    ...entryHideRules.map((wall) => not(wall.holds(viewContext))),
    isShownBy(audienceRules, viewContext),
  ]);
}

/** SQL: nothing hides all that the author of these rows (of any table with an `author_id`) published. */
export function reachableAuthor(viewer: SqlViewer, alias: string): RawBuilder<SqlBool> {
  return all(authorHideRules.map((wall) => not(wall.holds(viewContextOf(alias, viewer)))));
}

/** SQL: nothing hides the entry itself; for comments below a root that is known to be visible. */
export function notHidden(viewer: SqlViewer, entry: string): RawBuilder<SqlBool> {
  return all(walls.map((wall) => not(wall.holds(viewContextOf(entry, viewer)))));
}

/** The walls before a root are asked with its audience. */
function isRootOrNotHidden(viewer: SqlViewer, entry: string): RawBuilder<SqlBool> {
  return sql`(${sql.ref(`${entry}.id`)} = ${sql.ref(`${entry}.root_id`)} or ${notHidden(viewer, entry)})`;
}

/** What decides where no rule holds. */
const outsideAudience = 'outside_audience';

/** SQL: the name of the rule that decides about the entry. Rules that hide the root of a comment are prefixed `root_`. */
export function decidingRule(viewer: SqlViewer, entry: string): RawBuilder<string> {
  const rulesOfRoot = [...walls.map((wall) => ({ ...wall, name: `root_${wall.name}` })), ...audienceRules];
  return sql`case ${cases(walls, viewContextOf(entry, viewer))} else (
    select case ${cases(rulesOfRoot, viewContextOf('deciding_root', viewer))} else ${sql.lit(outsideAudience)} end
    from entries as deciding_root
    where deciding_root.id = ${sql.ref(`${entry}.root_id`)}
  ) end`;
}

/** All rules that hide come before all that show, so that the first that holds decides. */
function isShownBy(rules: Rule[], viewContext: ViewContext): RawBuilder<SqlBool> {
  const hiding = rules.filter((rule) => rule.verdict === 'hides');
  const showing = rules.filter((rule) => rule.verdict === 'shows');
  const grants = sql.join(
    showing.map((rule) => rule.holds(viewContext)),
    sql` or `,
  );
  return all([...hiding.map((rule) => not(rule.holds(viewContext))), sql`(${grants})`]);
}

function all(claims: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(claims, sql` and `)})`;
}

function not(claim: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  return sql`not (${claim})`;
}

function cases(rules: Rule[], viewContext: ViewContext): RawBuilder<unknown> {
  return sql.join(
    rules.map((rule) => sql`when ${rule.holds(viewContext)} then ${sql.lit(rule.name)}`),
    sql` `,
  );
}
