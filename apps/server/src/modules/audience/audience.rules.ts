import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { blockedEitherWay, follows, type SqlViewer } from '../graph/index.js';
import { isActiveUser, isPrivateUser } from '../identity/index.js';

/** An entry as one person looks at it, inside SQL. */
export interface ViewContext {
  /** The alias of the row of the entry. */
  entry: string;
  viewer: SqlViewer;
  /** Whoever asks is an accepted follower of the author. */
  isFollower: RawBuilder<SqlBool>;
}

/** One line of the table of who may see an entry. The first rule that holds decides; where none does, it is hidden. */
export interface Rule {
  name: string;
  verdict: 'hides' | 'shows';
  holds: (viewContext: ViewContext) => RawBuilder<SqlBool>;
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
    holds: ({ entry, viewer }) => blockedEitherWay(viewer, `${entry}.author_id`),
  },
];

/** What decides about a root behind these walls; a comment is seen by those who see its root. */
export const audienceRules: Rule[] = [
  {
    name: 'private_account',
    verdict: 'hides',
    holds: (viewContext) => sql`(
      ${hasAudience(viewContext, 'public')}
      and ${isPrivateUser(`${viewContext.entry}.author_id`)}
      and not (${isAuthor(viewContext)} or ${viewContext.isFollower} or ${isMentioned(viewContext)})
    )`,
  },
  { name: 'author', verdict: 'shows', holds: isAuthor },
  { name: 'public', verdict: 'shows', holds: (viewContext) => hasAudience(viewContext, 'public') },
  {
    name: 'follower',
    verdict: 'shows',
    holds: (viewContext) => sql`(${hasAudience(viewContext, 'followers')} and ${viewContext.isFollower})`,
  },
  { name: 'mentioned', verdict: 'shows', holds: isMentioned },
];

export function viewContextOf(entry: string, viewer: SqlViewer): ViewContext {
  return { entry, viewer, isFollower: follows(viewer, `${entry}.author_id`) };
}

function hasAudience({ entry }: ViewContext, audience: 'public' | 'followers'): RawBuilder<SqlBool> {
  return sql`${sql.ref(`${entry}.audience`)} = ${sql.lit(audience)}`;
}

function isAuthor({ entry, viewer }: ViewContext): RawBuilder<SqlBool> {
  return viewer === null ? sql`false` : sql`${sql.ref(`${entry}.author_id`)} = ${viewer}`;
}

/** A scalar look-up stays one look-up per row, as in the fragments of the graph. */
function isMentioned({ entry, viewer }: ViewContext): RawBuilder<SqlBool> {
  if (viewer === null) return sql`false`;
  return sql`(
    select true
    from mentions as naming
    where naming.entry_id = ${sql.ref(`${entry}.id`)} and naming.user_id = ${viewer}
  ) is true`;
}
