import { Injectable } from '@nestjs/common';
import { type EntryId, type FeedReason, limits, type Placement, type UserId } from '@plaza/contract';
import { Logger } from '../../platform/logging/logger.js';

/** A page of a feed whose own entries are known. */
export interface FeedSlice {
  feed: 'home' | 'public';
  viewerId: UserId | null;
  /** In the order of the feed. */
  entryIds: readonly EntryId[];
}

/** An item that another module puts between the feed's own, behind one of these. */
export interface FeedInsert {
  behind: EntryId;
  entryId: EntryId;
  reason: FeedReason | null;
  placement: Placement | null;
}

/** Gives the items for one page, by a bounded number of queries for all of them. */
type Inserter = (slice: FeedSlice) => Promise<FeedInsert[]>;

/** So many of a feed's own entries come for each that is inserted. */
const OWN_PER_INSERT = 4;

/** Later modules register here what they insert into feeds. It is bounded, and the audience is checked for it as for all entries. */
@Injectable()
export class FeedInserts {
  private readonly inserters = new Map<string, Inserter>();

  constructor(private readonly logger: Logger) {}

  /** `name` is logged when the inserter fails. */
  register(name: string, insert: Inserter): void {
    this.inserters.set(name, insert);
  }

  /**
   * What is to be inserted into this page: behind its own entries, none of which it repeats, and at most one for four of
   * them. A feed does without the items of a module that fails.
   */
  async into(slice: FeedSlice): Promise<FeedInsert[]> {
    const given = await Promise.all([...this.inserters].map((inserter) => this.given(inserter, slice)));
    const own = new Set(slice.entryIds);
    const inserted = new Map<EntryId, FeedInsert>();
    for (const insert of given.flat()) {
      if (own.has(insert.behind) && !own.has(insert.entryId)) inserted.set(insert.entryId, insert);
    }
    const most = Math.min(Math.floor(own.size / OWN_PER_INSERT), limits.feedInsertsPerPage);
    return [...inserted.values()].slice(0, most);
  }

  private async given([name, insert]: [string, Inserter], slice: FeedSlice): Promise<FeedInsert[]> {
    try {
      return await insert(slice);
    } catch (error) {
      this.logger.error(
        { err: error, inserter: name, feed: slice.feed },
        'A feed went without the items of a module',
      );
      return [];
    }
  }
}
