import { Module } from '@nestjs/common';
import { Audience } from './audience.js';

export {
  listedPosts,
  reachableAuthor,
  unwalled,
  visibleEntries,
  visiblePosts,
  visiblePostsOfFollowed,
} from './audience.fragments.js';
export { Audience, type AudienceVerdict } from './audience.js';

/** Who may see what. The rules stand in `audience.rules.ts`, once. */
@Module({
  providers: [Audience],
  exports: [Audience],
})
export class AudienceModule {}
