import { expect, it } from 'vitest';
import { rankingIn } from './explore-search.js';

it('the address says how posts are ranked; what is wrong in it is left out', () => {
  expect(rankingIn({ sort: 'top', window: 'day' })).toEqual({ sort: 'top', window: 'day' });
  expect(rankingIn({ sort: 'new', window: 'never' })).toEqual({ sort: 'new' });
  expect(rankingIn({ sort: ['top'], other: 1 })).toEqual({});
});
