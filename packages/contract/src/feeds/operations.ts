import { z } from 'zod';
import { Post } from '../entries/views.js';
import { operation } from '../operation.js';
import { Cursor, PageQuery, page } from '../scalars.js';

const read = { access: 'anyone', scope: 'posts:read', limit: 'read', status: 200 } as const;
const FeedPage = page(Post);

export const feeds = {
  home: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/feeds/home',
    summary: 'Posts by the viewer and those they follow, newest first',
    query: PageQuery,
    response: FeedPage.extend({
      newestCursor: Cursor.nullable().meta({ description: 'For `/feeds/home/new?since=`' }),
    }),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  homeNew: operation({
    ...read,
    access: 'user',
    method: 'GET',
    path: '/feeds/home/new',
    summary: 'How many posts came since, capped at 99',
    query: z.strictObject({ since: Cursor }),
    response: z.object({ count: z.int().min(0).max(99) }),
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
  public: operation({
    ...read,
    method: 'GET',
    path: '/feeds/public',
    summary: 'All public posts, newest first',
    query: PageQuery,
    response: FeedPage,
    errors: ['cursor_invalid', 'cursor_mismatch'],
  }),
};
