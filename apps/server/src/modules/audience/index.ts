import { Module } from '@nestjs/common';
import { Audience } from './audience.js';

export { Audience, type AudienceVerdict } from './audience.js';
export {
  listedPosts,
  notHidden,
  reachableAuthor,
  visibleEntries,
  visiblePosts,
  visiblePostsOfFollowed,
} from './audience.sql.js';

/** Who may see what. The rules stand in `audience.rules.ts`, once. */
@Module({
  providers: [Audience],
  exports: [Audience],
})
export class AudienceModule {}
