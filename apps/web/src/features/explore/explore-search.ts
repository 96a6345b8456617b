import type { PostSort, TopWindow } from '@plaza/contract';

/** How public posts may be ranked. */
export const sorts: PostSort[] = ['hot', 'new', 'top', 'best', 'rising', 'controversial'];
/** From which time the top posts may be. */
export const windows: TopWindow[] = ['hour', 'day', 'week', 'month', 'year', 'all'];

/** What the address says of the ranking; what it says wrong is left out. */
export function rankingIn(search: Record<string, unknown>): { sort?: PostSort; window?: TopWindow } {
  const sort = sorts.find((one) => one === search.sort);
  const window = windows.find((one) => one === search.window);
  return { ...(sort && { sort }), ...(window && { window }) };
}
