import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Asker } from '../graph/index.js';
import { audienceRules, authorWalls, entryWalls, type Rule, type Sight, sightOf } from './audience.rules.js';

const walls = [...entryWalls, ...authorWalls];

/** SQL: whoever asks may see the entry, of any kind, whose row has this alias. */
export function visibleEntries(asker: Asker, entry: string): RawBuilder<SqlBool> {
  const root = sql<SqlBool>`(
    select ${visiblePosts(asker, 'seen_root')}
    from entries as seen_root
    where seen_root.id = ${sql.ref(`${entry}.root_id`)}
  )`;
  return all([isRootOrUnwalled(asker, entry), root]);
}

/** SQL: as `visibleEntries`, where the row of the root is at hand too. */
export function visibleBelow(asker: Asker, root: string, entry: string): RawBuilder<SqlBool> {
  return all([isRootOrUnwalled(asker, entry), visiblePosts(asker, root)]);
}

/** SQL: as `visibleEntries`, for rows that are roots: lists of posts need no second look. */
export function visiblePosts(asker: Asker, post: string): RawBuilder<SqlBool> {
  return all([unwalled(asker, post), isShownBy(audienceRules, sightOf(post, asker))]);
}

/** SQL: a root that stands in public places: its audience is everybody, whoever asks. */
export function listedPosts(asker: Asker, post: string): RawBuilder<SqlBool> {
  return all([unwalled(asker, post), isShownBy(audienceRules, sightOf(post, null))]);
}

/**
 * SQL: as `visiblePosts`, where it is known that whoever asks wrote the post or follows its author, and where
 * `reachableAuthor` is asked once for all posts of the author.
 */
export function visiblePostsOfFollowed(asker: Asker, post: string): RawBuilder<SqlBool> {
  const sight = { entry: post, asker, isFollower: sql<SqlBool>`true` };
  return all([...entryWalls.map((wall) => not(wall.holds(sight))), isShownBy(audienceRules, sight)]);
}

/** SQL: nothing hides all that the author of these rows (of any table with an `author_id`) published. */
export function reachableAuthor(asker: Asker, alias: string): RawBuilder<SqlBool> {
  return all(authorWalls.map((wall) => not(wall.holds(sightOf(alias, asker)))));
}

/** SQL: nothing hides the entry itself; for comments below a root that is known to be visible. */
export function unwalled(asker: Asker, entry: string): RawBuilder<SqlBool> {
  return all(walls.map((wall) => not(wall.holds(sightOf(entry, asker)))));
}

/** The walls before a root are asked with its audience. */
function isRootOrUnwalled(asker: Asker, entry: string): RawBuilder<SqlBool> {
  return sql`(${sql.ref(`${entry}.id`)} = ${sql.ref(`${entry}.root_id`)} or ${unwalled(asker, entry)})`;
}

/** What decides where no rule holds. */
const outsideAudience = 'outside_audience';

/** SQL: the name of the rule that decides about the entry. Rules that hide the root of a comment are prefixed `root_`. */
export function decidingRule(asker: Asker, entry: string): RawBuilder<string> {
  const rulesOfRoot = [...walls.map((wall) => ({ ...wall, name: `root_${wall.name}` })), ...audienceRules];
  return sql`case ${cases(walls, sightOf(entry, asker))} else (
    select case ${cases(rulesOfRoot, sightOf('deciding_root', asker))} else ${sql.lit(outsideAudience)} end
    from entries as deciding_root
    where deciding_root.id = ${sql.ref(`${entry}.root_id`)}
  ) end`;
}

/** All rules that hide come before all that show, so that the first that holds decides. */
function isShownBy(rules: Rule[], sight: Sight): RawBuilder<SqlBool> {
  const hiding = rules.filter((rule) => rule.verdict === 'hides');
  const showing = rules.filter((rule) => rule.verdict === 'shows');
  const grants = sql.join(
    showing.map((rule) => rule.holds(sight)),
    sql` or `,
  );
  return all([...hiding.map((rule) => not(rule.holds(sight))), sql`(${grants})`]);
}

function all(claims: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(claims, sql` and `)})`;
}

function not(claim: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  return sql`not (${claim})`;
}

function cases(rules: Rule[], sight: Sight): RawBuilder<unknown> {
  return sql.join(
    rules.map((rule) => sql`when ${rule.holds(sight)} then ${sql.lit(rule.name)}`),
    sql` `,
  );
}
