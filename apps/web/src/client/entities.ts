import type { QueryClient } from '@tanstack/react-query';
import { patchQuery } from './cache.js';

interface Identified {
  id: string;
}

/** A type of entity of which queries hold copies, such as entries or channels; declared by the feature that owns it. */
export interface EntityType<Entity extends Identified> {
  /** Whether a value is such an entity, and not something else with its id: a tombstone, or a person instead of a profile. */
  matches: (value: Identified) => value is Entity;
  /** The property under which the items of a list hold it, where they are not the entity itself. */
  itemProperty?: string;
}

/**
 * Changes an entity in every query that holds a copy of it: lists, pages, trees, details. Objects without a copy stay the same
 * objects. The change is made again after a fetch that may not know of it, so it must be safe to make twice.
 */
export function patchEntity<Entity extends Identified>(
  queryClient: QueryClient,
  type: EntityType<Entity>,
  id: Entity['id'],
  change: (entity: Entity) => Entity,
): void {
  const isWanted = matcher(type, id);
  rewriteQueries(queryClient, id, (value) => (isWanted(value) ? change(value) : undefined));
}

/** Removes an entity from every cached list. A query for the entity alone keeps it: the screen that shows it decides what follows. */
export function removeEntity<Entity extends Identified>(
  queryClient: QueryClient,
  type: EntityType<Entity>,
  id: Entity['id'],
): void {
  const isWanted = matcher(type, id);
  const { itemProperty } = type;
  const holdsIt = (item: unknown) =>
    isWanted(item) || (itemProperty !== undefined && isObject(item) && isWanted(item[itemProperty]));
  rewriteQueries(queryClient, id, (value) =>
    Array.isArray(value) && value.some(holdsIt) ? value.filter((item) => !holdsIt(item)) : undefined,
  );
}

/** Whether any query holds something with this id. */
export function isCached(queryClient: QueryClient, id: string): boolean {
  const queries = queryClient.getQueryCache().getAll();
  return queries.some(({ state }) => partsOf(state.data).some((part) => idsIn(part).has(id)));
}

/** Returns what replaces a value; undefined to go on with what is inside it. */
type Rewrite = (value: object) => unknown;

function rewriteQueries(queryClient: QueryClient, id: string, rewrite: Rewrite): void {
  const inPart = (part: unknown) => (idsIn(part).has(id) ? rewritten(part, rewrite) : part);
  for (const query of queryClient.getQueryCache().getAll()) {
    patchQuery(queryClient, query, (data) =>
      isPaged(data) ? withProperty(data, 'pages', mapChanged(data.pages, inPart)) : inPart(data),
    );
  }
}

function rewritten(value: unknown, rewrite: Rewrite): unknown {
  if (!isObject(value)) return value;
  const replacement = rewrite(value);
  if (replacement !== undefined) return replacement;
  if (Array.isArray(value)) return mapChanged(value, (item) => rewritten(item, rewrite));
  return Object.entries(value).reduce(
    (copy, [key, child]) => withProperty(copy, key, rewritten(child, rewrite)),
    value,
  );
}

/** The same array where every item stays the same. */
function mapChanged(items: unknown[], change: (item: unknown) => unknown): unknown[] {
  const changed = items.map(change);
  return changed.every((item, index) => item === items[index]) ? items : changed;
}

/** The same object where the value is the same. */
function withProperty(value: Record<string, unknown>, key: string, child: unknown) {
  return value[key] === child ? value : { ...value, [key]: child };
}

function matcher<Entity extends Identified>(type: EntityType<Entity>, id: string) {
  return (value: unknown): value is Entity =>
    isObject(value) && value.id === id && type.matches(value as Record<string, unknown> & Identified);
}

/**
 * The ids within a part of what is cached, collected once for as long as the part stays the same object: an event about one of
 * ten thousand messages must not walk through all of them.
 */
const collected = new WeakMap<object, ReadonlySet<unknown>>();
const none: ReadonlySet<unknown> = new Set();

function idsIn(part: unknown): ReadonlySet<unknown> {
  if (!isObject(part)) return none;
  const known = collected.get(part);
  if (known) return known;
  const ids = new Set<unknown>();
  collectIds(part, ids);
  collected.set(part, ids);
  return ids;
}

function collectIds(value: unknown, ids: Set<unknown>): void {
  if (!isObject(value)) return;
  if ('id' in value) ids.add(value.id);
  for (const child of Object.values(value)) collectIds(child, ids);
}

/** Infinite queries change page by page. */
function partsOf(data: unknown): unknown[] {
  return isPaged(data) ? data.pages : [data];
}

function isPaged(data: unknown): data is { pages: unknown[] } & Record<string, unknown> {
  return isObject(data) && Array.isArray(data.pages);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
