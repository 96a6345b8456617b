import { Module } from '@nestjs/common';
import { EntriesModule } from '../entries/index.js';
import { IdentityModule } from '../identity/index.js';
import { FeedInserts } from './feed-inserts.js';
import { FeedsController } from './feeds.controller.js';
import { FeedsRealtime } from './feeds.realtime.js';
import { FeedsService } from './feeds.service.js';
import { HomeQueries } from './home.queries.js';
import { PublicQueries } from './public.queries.js';

export { type FeedInsert, FeedInserts, type FeedSlice } from './feed-inserts.js';

export const feedsControllers = [FeedsController] as const;

/** Streams of entries, merged when they are read. */
@Module({
  imports: [IdentityModule, EntriesModule],
  providers: [...feedsControllers, FeedsService, FeedsRealtime, FeedInserts, HomeQueries, PublicQueries],
  exports: [FeedInserts],
})
export class FeedsModule {}
