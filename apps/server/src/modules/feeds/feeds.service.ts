import { Injectable } from '@nestjs/common';
import { EntryId, type FeedItem, type FeedReason, type Page, type UserId } from '@plaza/contract';
import { z } from 'zod';
import { Clock } from '../../platform/clock/clock.js';
import { lowestIdAt } from '../../platform/ids/ids.js';
import { defineList, Lists, type PageQuery } from '../../platform/lists/lists.js';
import { EntriesQueries, type EntryRow, EntryViews } from '../entries/index.js';
import { FeedInserts, type FeedSlice } from './feed-inserts.js';
import { HomeQueries } from './home.queries.js';
import { PublicQueries } from './public.queries.js';

const entryKey = z.tuple([EntryId]);
const homeFeed = defineList('feeds.home', entryKey);
const publicFeed = defineList('feeds.public', entryKey);
/** What is newer than the first look at the home feed. */
const newInHome = defineList('feeds.home.new', entryKey);

/** The pill says "99" for all that is more. */
const NEW_COUNT_CAP = 99;

/**
 * Pages of the feeds: the feed's own entries, which alone make the cursor, what other modules insert between them, and the views
 * of all.
 */
@Injectable()
export class FeedsService {
  constructor(
    private readonly home: HomeQueries,
    private readonly everything: PublicQueries,
    private readonly inserts: FeedInserts,
    private readonly entries: EntriesQueries,
    private readonly views: EntryViews,
    private readonly lists: Lists,
    private readonly clock: Clock,
  ) {}

  /** Errors: `cursor_invalid`, `cursor_mismatch`. */
  async homePage(
    viewerId: UserId,
    query: PageQuery,
  ): Promise<Page<FeedItem> & { newestCursor: string | null }> {
    const { rows, nextCursor } = await this.lists.page(homeFeed, {
      viewerId,
      query,
      load: ({ after, limit }) => this.home.newest(viewerId, { before: after?.[0], limit }),
      keyOf: ({ id }) => [id],
    });
    const items = await this.items({ feed: 'home', viewerId }, rows, ({ author_id }) => ({
      kind: author_id === viewerId ? 'own' : 'follow',
    }));
    const newestCursor = query.cursor === undefined ? this.newestCursor(viewerId, rows[0]?.id) : null;
    return { items, nextCursor, newestCursor };
  }

  /** How many entries came into the home feed since, up to 99. Errors: `cursor_invalid`, `cursor_mismatch`. */
  async newInHome(viewerId: UserId, since: string): Promise<number> {
    const [id] = this.lists.open(newInHome, { viewerId }, since);
    const rows = await this.home.newest(viewerId, { since: id, limit: NEW_COUNT_CAP });
    return rows.length;
  }

  /** Errors: `cursor_invalid`, `cursor_mismatch`. */
  async publicPage(viewerId: UserId | null, query: PageQuery): Promise<Page<FeedItem>> {
    const { rows, nextCursor } = await this.lists.page(publicFeed, {
      viewerId,
      query,
      load: ({ after, limit }) => this.everything.newest(viewerId, after?.[0], limit),
      keyOf: ({ id }) => [id],
    });
    return { items: await this.items({ feed: 'public', viewerId }, rows, () => null), nextCursor };
  }

  private async items(
    feed: Omit<FeedSlice, 'entryIds'>,
    rows: EntryRow[],
    reasonOf: (row: EntryRow) => FeedReason | null,
  ): Promise<FeedItem[]> {
    const inserts = await this.inserts.into({ ...feed, entryIds: rows.map(({ id }) => id) });
    const insertedRows = await this.entries.visible(
      feed.viewerId,
      inserts.map(({ entryId }) => entryId),
    );
    const insertsBehind = Map.groupBy(inserts, ({ behind }) => behind);
    const items = rows.flatMap((row) => [
      { row, reason: reasonOf(row), placement: null },
      ...(insertsBehind.get(row.id) ?? []).flatMap(({ entryId, reason, placement }) => {
        const inserted = insertedRows.get(entryId);
        return inserted ? [{ row: inserted, reason, placement }] : [];
      }),
    ]);
    const views = await this.views.entries(
      feed.viewerId,
      items.map(({ row }) => row),
    );
    return items.flatMap(({ reason, placement }, index) => {
      const entry = views[index];
      return entry ? [{ entry, reason, placement }] : [];
    });
  }

  /** An empty feed is counted from now on. */
  private newestCursor(viewerId: UserId, newest: EntryId | undefined): string {
    const id = newest ?? EntryId.parse(lowestIdAt(this.clock.now()));
    return this.lists.seal(newInHome, { viewerId }, [id]);
  }
}
