import { z } from 'zod';
import { coreLimits } from '../core/limits.js';
import { Entry } from '../entries/kinds.js';
import { Cursor, page } from '../scalars.js';
import { feedLimits } from './limits.js';

/** What brought an entry into the viewer's feed: it is their own, or by somebody they follow. */
export const FeedReason = z
  .discriminatedUnion('kind', [z.object({ kind: z.literal('own') }), z.object({ kind: z.literal('follow') })])
  .meta({ id: 'FeedReason' });
export type FeedReason = z.infer<typeof FeedReason>;

/** Somebody paid for the item, and it has to be labelled so. */
export const Placement = z
  .object({
    id: z.uuid({ version: 'v7' }),
    sponsoredBy: z.string().max(200),
    why: z.string().max(500).meta({ description: 'Why the viewer sees it' }),
    token: z.string().max(512).meta({ description: 'Names this showing of it' }),
  })
  .meta({ id: 'Placement' });
export type Placement = z.infer<typeof Placement>;

export const FeedItem = z
  .object({
    entry: Entry,
    reason: FeedReason.nullable().meta({ description: 'Null where the feed itself is the reason' }),
    placement: Placement.nullable(),
  })
  .meta({ id: 'FeedItem' });
export type FeedItem = z.infer<typeof FeedItem>;

/** Up to `limit` items of the feed itself, which the cursor walks through, and what was inserted between them. */
export const FeedPage = page(FeedItem).extend({
  items: z.array(FeedItem).max(coreLimits.page.max + feedLimits.feedInsertsPerPage),
});

export const HomePage = FeedPage.extend({
  newestCursor: Cursor.nullable().meta({ description: 'For `/feeds/home/new?since=`' }),
});
