import type { CommentSort } from '@plaza/contract';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** Where a walk through one level of a tree stands: the rank (null where the identifier alone gives the order) and id. */
export interface CommentPlace {
  rank: number | null;
  id: string;
}

interface SortRule {
  /** The column before the identifier. */
  rank: 'best' | 'score' | 'controversial' | null;
  direction: 'asc' | 'desc';
}

const sortRules: Record<CommentSort, SortRule> = {
  best: { rank: 'best', direction: 'desc' },
  top: { rank: 'score', direction: 'desc' },
  controversial: { rank: 'controversial', direction: 'desc' },
  new: { rank: null, direction: 'desc' },
  old: { rank: null, direction: 'asc' },
};

/** SQL: what a place is made of beside the id. */
export function rankOf(sort: CommentSort, alias: string): RawBuilder<number | null> {
  const { rank } = sortRules[sort];
  return rank === null ? sql`null::double precision` : sql`${sql.ref(`${alias}.${rank}`)}::double precision`;
}

/** SQL: the order of one level; each sort walks along an index of its own. */
export function orderOf(sort: CommentSort, alias: string): RawBuilder<unknown> {
  const { rank, direction } = sortRules[sort];
  const id = sql`${sql.ref(`${alias}.id`)} ${sql.raw(direction)}`;
  return rank === null ? id : sql`${sql.ref(`${alias}.${rank}`)} ${sql.raw(direction)}, ${id}`;
}

/** SQL: what comes behind the place. */
export function isBehind(place: CommentPlace, sort: CommentSort, alias: string): RawBuilder<SqlBool> {
  const { rank, direction } = sortRules[sort];
  const comparison = sql.raw(direction === 'asc' ? '>' : '<');
  const id = sql.ref(`${alias}.id`);
  return rank === null
    ? sql`${id} ${comparison} ${place.id}`
    : sql`(${sql.ref(`${alias}.${rank}`)}, ${id}) ${comparison} (${place.rank}, ${place.id})`;
}
