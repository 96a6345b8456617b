import type { PostSort, TopWindow } from '@plaza/contract';

/** How public posts may be ranked, as the address of the screen says it. */
export const exploreSorts: PostSort[] = ['hot', 'new', 'top', 'best', 'rising', 'controversial'];
export const exploreWindows: TopWindow[] = ['hour', 'day', 'week', 'month', 'year', 'all'];
