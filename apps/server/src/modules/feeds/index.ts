import { Module } from '@nestjs/common';
import { AudienceModule } from '../audience/index.js';
import { EntriesModule } from '../entries/index.js';
import { IdentityModule } from '../identity/index.js';
import { FeedsController } from './feeds.controller.js';
import { FeedsRealtime } from './feeds.realtime.js';
import { HomeQueries } from './home.queries.js';
import { PublicQueries } from './public.queries.js';

export const feedsControllers = [FeedsController] as const;

/** Streams of posts, merged when they are read. */
@Module({
  imports: [IdentityModule, AudienceModule, EntriesModule],
  providers: [...feedsControllers, FeedsRealtime, HomeQueries, PublicQueries],
})
export class FeedsModule {}
