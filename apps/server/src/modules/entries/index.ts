import { Module } from '@nestjs/common';
import { AudienceModule } from '../audience/index.js';
import { GraphModule } from '../graph/index.js';
import { IdentityModule } from '../identity/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { CommentTree } from './comments/comment-tree.js';
import { CommentTreeQueries } from './comments/comment-tree.queries.js';
import { CommentsController } from './comments/comments.controller.js';
import { CommentsService } from './comments/comments.service.js';
import { EntriesController } from './entries.controller.js';
import { EntriesErasure } from './entries.erasure.js';
import { EntriesNotifications } from './entries.notifications.js';
import { EntriesQueries } from './entries.queries.js';
import { EntriesService } from './entries.service.js';
import './entries.tables.js';
import { EntryViews } from './entries.views.js';
import { EntryDirectory } from './entry-directory.js';
import { Mentions } from './mentions.js';
import { PostLists } from './posts/post-lists.js';
import { PostsController } from './posts/posts.controller.js';
import { PostsService } from './posts/posts.service.js';
import { EntriesRealtime } from './realtime/entries.realtime.js';
import { EntryReaders } from './realtime/entry-readers.js';
import { VotesController } from './votes/votes.controller.js';
import { VotesService } from './votes/votes.service.js';

export { homeTopic, publicTopic } from './entries.events.js';
export { type EntryRow, entryColumns } from './entries.rows.js';
export { EntryViews } from './entries.views.js';

export const entriesControllers = [
  EntriesController,
  PostsController,
  CommentsController,
  VotesController,
] as const;

/** Published content of every kind: posts, comments, votes. */
@Module({
  imports: [IdentityModule, GraphModule, NotificationsModule, AudienceModule],
  providers: [
    ...entriesControllers,
    EntriesService,
    EntriesQueries,
    EntryViews,
    EntryDirectory,
    Mentions,
    PostsService,
    PostLists,
    CommentsService,
    CommentTree,
    CommentTreeQueries,
    VotesService,
    EntryReaders,
    EntriesRealtime,
    EntriesErasure,
    EntriesNotifications,
  ],
  exports: [EntryViews],
})
export class EntriesModule {}
