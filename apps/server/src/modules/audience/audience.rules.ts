import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Asker, blockedEitherWay, follows } from '../graph/index.js';
import { isActiveUser, isPrivateUser } from '../identity/index.js';

/** An entry as one person looks at it, inside SQL. */
export interface Sight {
  /** The alias of the row of the entry. */
  entry: string;
  asker: Asker;
  /** Whoever asks is an accepted follower of the author. */
  isFollower: RawBuilder<SqlBool>;
}

/** One line of the table of who may see an entry. The first rule that holds decides; where none does, it is hidden. */
export interface Rule {
  name: string;
  verdict: 'hides' | 'shows';
  holds: (sight: Sight) => RawBuilder<SqlBool>;
}

/** What hides the one entry. */
export const entryWalls: Rule[] = [
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
export const authorWalls: Rule[] = [
  {
    name: 'author_inactive',
    verdict: 'hides',
    holds: ({ entry }) => sql`not ${isActiveUser(`${entry}.author_id`)}`,
  },
  {
    name: 'blocked',
    verdict: 'hides',
    holds: ({ entry, asker }) => blockedEitherWay(asker, `${entry}.author_id`),
  },
];

/** What decides about a root behind these walls; a comment is seen by those who see its root. */
export const audienceRules: Rule[] = [
  {
    name: 'private_account',
    verdict: 'hides',
    holds: (sight) => sql`(
      ${hasAudience(sight, 'public')}
      and ${isPrivateUser(`${sight.entry}.author_id`)}
      and not (${isAuthor(sight)} or ${sight.isFollower} or ${isMentioned(sight)})
    )`,
  },
  { name: 'author', verdict: 'shows', holds: isAuthor },
  { name: 'public', verdict: 'shows', holds: (sight) => hasAudience(sight, 'public') },
  {
    name: 'follower',
    verdict: 'shows',
    holds: (sight) => sql`(${hasAudience(sight, 'followers')} and ${sight.isFollower})`,
  },
  { name: 'mentioned', verdict: 'shows', holds: isMentioned },
];

export function sightOf(entry: string, asker: Asker): Sight {
  return { entry, asker, isFollower: follows(asker, `${entry}.author_id`) };
}

function hasAudience({ entry }: Sight, audience: 'public' | 'followers'): RawBuilder<SqlBool> {
  return sql`${sql.ref(`${entry}.audience`)} = ${sql.lit(audience)}`;
}

function isAuthor({ entry, asker }: Sight): RawBuilder<SqlBool> {
  return asker === null ? sql`false` : sql`${sql.ref(`${entry}.author_id`)} = ${asker}`;
}

/** A scalar look-up stays one look-up per row, as in the fragments of the graph. */
function isMentioned({ entry, asker }: Sight): RawBuilder<SqlBool> {
  if (asker === null) return sql`false`;
  return sql`(
    select true
    from mentions as naming
    where naming.entry_id = ${sql.ref(`${entry}.id`)} and naming.user_id = ${asker}
  ) is true`;
}
