import { z } from 'zod';
import { operation } from '../operation.js';
import { Cursor, PageQuery } from '../scalars.js';
import { FeedPage, HomePage } from './views.js';

const read = { access: 'anyone', scope: 'posts:read', limit: 'read', status: 200 } as const;

export const feeds = {
  home: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/feeds/home',
    summary: 'What the viewer and those they follow wrote, newest first',
    query: PageQuery,
    response: HomePage,
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  homeNew: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/feeds/home/new',
    summary: 'How many entries came since, capped at 99',
    query: z.strictObject({ since: Cursor }),
    response: z.object({ count: z.int().min(0).max(99) }),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  public: operation({
    ...read,
    method: 'GET',
    path: '/feeds/public',
    summary: 'Everything public, newest first',
    query: PageQuery,
    response: FeedPage,
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
};
