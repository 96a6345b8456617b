import { Module } from '@nestjs/common';
import { GraphModule } from '../graph/index.js';
import { IdentityModule } from '../identity/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { Audience } from './audience/audience.js';
import { CommentTree } from './comments/comment-tree.js';
import { CommentTreeQueries } from './comments/comment-tree.queries.js';
import { CommentsController } from './comments/comments.controller.js';
import { CommentsService } from './comments/comments.service.js';
import { EntriesController } from './entries.controller.js';
import { EntriesErasure } from './entries.erasure.js';
import { EntriesNotifications } from './entries.notifications.js';
import { EntriesQueries } from './entries.queries.js';
import { EntriesRealtime } from './entries.realtime.js';
import { EntriesService } from './entries.service.js';
import './entries.tables.js';
import { EntryViews } from './entries.views.js';
import { EntryDirectory } from './entry-directory.js';
import { EntryFeeds } from './entry-feeds.js';
import { EntryParts } from './entry-parts.js';
import { MentionsService } from './mentions/mentions.service.js';
import { PostsController } from './posts/posts.controller.js';
import { PostsQueries } from './posts/posts.queries.js';
import { PostsService } from './posts/posts.service.js';
import { VotesController } from './votes/votes.controller.js';
import { VotesQueries } from './votes/votes.queries.js';
import { VotesService } from './votes/votes.service.js';

export { Audience } from './audience/audience.js';
export type { ViewContext } from './audience/audience.rules.js';
export {
  authorNotHidden,
  publicRoots,
  visibleEntries,
  visibleRoots,
  visibleRootsOfFollowed,
} from './audience/audience.sql.js';
export type { EntrySnapshot } from './audience/entry-snapshot.js';
export { EntriesQueries } from './entries.queries.js';
export { type EntryRow, entriesAs, entryColumns, isInFeeds } from './entries.sql.js';
export { EntryViews } from './entries.views.js';
export { EntryFeeds } from './entry-feeds.js';
export { EntryParts } from './entry-parts.js';

export const entriesControllers = [
  EntriesController,
  PostsController,
  CommentsController,
  VotesController,
] as const;

/** Published content of every kind, who may see it, and the votes on it. */
@Module({
  imports: [IdentityModule, GraphModule, NotificationsModule],
  providers: [
    ...entriesControllers,
    Audience,
    EntriesService,
    EntriesQueries,
    EntriesRealtime,
    EntriesNotifications,
    EntriesErasure,
    EntryViews,
    EntryParts,
    EntryFeeds,
    EntryDirectory,
    MentionsService,
    PostsService,
    PostsQueries,
    CommentsService,
    CommentTree,
    CommentTreeQueries,
    VotesService,
    VotesQueries,
  ],
  exports: [Audience, EntriesQueries, EntryViews, EntryParts, EntryFeeds],
})
export class EntriesModule {}
