import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { Database } from '../../platform/database/database.js';
import type { EntryRow } from '../entries/index.js';
import { UserDirectory } from '../identity/index.js';
import { type HomeStretch, mergedHome, stepBehind, walkedHome } from './home.sql.js';

/**
 * From here on the newest posts are walked first. Measured among a million posts: a page of 1,500 sources takes 280 buffers by
 * a walk and 6,500 by a merge, one of 200 sources 290 and 1,020.
 */
const MANY_SOURCES = 100;
/** A step costs a fifth of a look at one source: so a walk in vain costs no more than the merge that has to follow it. */
const STEPS_PER_SOURCE = 5;
const MAX_STEPS = 5000;

/** The posts of the viewer and of those they follow, newest first; the stretch is full as long as there are more. */
@Injectable()
export class HomeQueries {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
  ) {}

  async stretch(viewerId: UserId, stretch: HomeStretch): Promise<EntryRow[]> {
    const sources = (await this.users.records([viewerId])).get(viewerId)?.counts.following ?? 0;
    return sources < MANY_SOURCES
      ? this.merge(viewerId, stretch)
      : this.walk(viewerId, stretch, Math.min(sources * STEPS_PER_SOURCE, MAX_STEPS));
  }

  private async merge(viewerId: UserId, stretch: HomeStretch): Promise<EntryRow[]> {
    const { rows } = await mergedHome(viewerId, stretch).execute(this.database.read);
    return rows;
  }

  private async walk(viewerId: UserId, stretch: HomeStretch, steps: number): Promise<EntryRow[]> {
    const { rows } = await walkedHome(viewerId, stretch, steps).execute(this.database.read);
    if (rows.length === stretch.limit) return rows;
    const { rows: further } = await stepBehind(stretch, steps).execute(this.database.read);
    return further.length === 0 ? rows : this.merge(viewerId, stretch);
  }
}
