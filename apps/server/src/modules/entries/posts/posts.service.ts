import { Injectable } from '@nestjs/common';
import type { Audience, EntryId, Post } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { Ids } from '../../../platform/ids/ids.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { moveCounts } from '../../identity/index.js';
import { type EntryReference, entryCreated, entryDeleted, referenceOf } from '../entries.events.js';
import { assertAllowed, deleteDenial } from '../entries.policy.js';
import { EntriesQueries } from '../entries.queries.js';
import { newRow } from '../entries.sql.js';
import { EntryViews } from '../entries.views.js';
import { EntryFeeds } from '../entry-feeds.js';
import { MentionsService } from '../mentions/mentions.service.js';

interface PostDraft {
  title: string;
  body: string;
  audience: Audience;
}

@Injectable()
export class PostsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly queries: EntriesQueries,
    private readonly views: EntryViews,
    private readonly feeds: EntryFeeds,
    private readonly mentions: MentionsService,
  ) {}

  /** Publishes a post. */
  async create(viewer: SignedInViewer, { title, body, audience }: PostDraft): Promise<Post> {
    const authorId = viewer.userId;
    const mentioned = await this.mentions.resolve(authorId, body);
    const entryId = this.ids.next<EntryId>();
    const post: EntryReference<'post'> = { entryId, kind: 'post', rootId: entryId, parentId: null, authorId };
    const createdAt = this.clock.now();
    await this.database.transaction(async (tx) => {
      await tx
        .insertInto('entries')
        .values({
          id: entryId,
          kind: 'post',
          author_id: authorId,
          audience,
          title,
          body,
          root_id: entryId,
          parent_id: null,
          created_at: createdAt,
        })
        .execute();
      await this.mentions.add(tx, entryId, mentioned);
      await this.events.append(tx, entryCreated(post, this.feeds.topicsOf(post), authorId));
      await moveCounts(tx, authorId, { posts: 1 });
    });
    const row = newRow(post, { audience, title, body, depth: 0, created_at: createdAt });
    return this.views.entry(authorId, row);
  }

  /** Erases what the post says, at once; its comments are hidden with it. Errors: `not_found`, `forbidden`. */
  async delete(viewer: SignedInViewer, postId: EntryId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const post = await this.queries.findLocked(tx, viewer.userId, postId);
      if (post?.kind !== 'post') throw new ProblemError('not_found');
      assertAllowed(deleteDenial(viewer.userId, post));
      await tx
        .updateTable('entries')
        .set({ title: '', body: '', edited_at: null, deleted_at: this.clock.now() })
        .where('id', '=', postId)
        .execute();
      await tx.deleteFrom('revisions').where('entry_id', '=', postId).execute();
      await this.mentions.remove(tx, postId);
      const deleted = referenceOf(post);
      await this.events.append(tx, entryDeleted(deleted, this.feeds.topicsOf(deleted), viewer.userId));
      await moveCounts(tx, viewer.userId, { posts: -1 });
    });
  }
}
