import { Injectable } from '@nestjs/common';
import type { Comment, EntryId } from '@plaza/contract';
import { sql } from 'kysely';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { Ids } from '../../../platform/ids/ids.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { Audience } from '../audience/audience.js';
import { notHidden } from '../audience/audience.sql.js';
import {
  type EntryReference,
  entryCounted,
  entryCreated,
  entryDeleted,
  referenceOf,
} from '../entries.events.js';
import { assertAllowed, commentDenial, deleteDenial } from '../entries.policy.js';
import { EntriesQueries } from '../entries.queries.js';
import { EntriesService } from '../entries.service.js';
import { type EntryRow, entryColumns, newRow } from '../entries.sql.js';
import { EntryViews } from '../entries.views.js';
import { EntryFeeds } from '../entry-feeds.js';
import { MentionsService } from '../mentions/mentions.service.js';
import { countAtVisibleRoot, countBelowRoot, eraseEmptyTombstones, uncountAtRoot } from './tree-counters.js';

@Injectable()
export class CommentsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly entries: EntriesService,
    private readonly queries: EntriesQueries,
    private readonly views: EntryViews,
    private readonly feeds: EntryFeeds,
    private readonly mentions: MentionsService,
    private readonly audience: Audience,
  ) {}

  /**
   * Comments on a post or replies to a comment. Errors: `not_found` also when the root or the parent was hidden meanwhile,
   * `too_deep`.
   */
  async create(viewer: SignedInViewer, parentId: EntryId, body: string): Promise<Comment> {
    const parent = await this.entries.visible(viewer, parentId);
    assertAllowed(commentDenial(viewer.userId, parent));
    const mentioned = await this.mentions.resolve(viewer.userId, body);
    const counted = await this.countedAt(parent);
    const createdAt = this.clock.now();
    const comment: EntryReference<'comment'> = {
      entryId: this.ids.next(),
      kind: 'comment',
      rootId: parent.root_id,
      parentId,
      authorId: viewer.userId,
    };
    const position = { rootId: parent.root_id, parentId };
    await this.database.transaction(async (tx) => {
      // Everybody who comments here waits for the root: what can be written before it is locked is.
      await this.events.append(
        tx,
        entryCreated(comment, this.feeds.topicsOf(comment), viewer.userId),
        ...counted.map((entry) => entryCounted(entry, viewer.userId)),
      );
      if (!(await countAtVisibleRoot(tx, this.audience.viewContext(viewer.userId), position)))
        throw new ProblemError('not_found');
      await this.insert(tx, comment, { body, createdAt });
      await countBelowRoot(tx, position, 1);
      await this.mentions.add(tx, comment.entryId, mentioned);
    });
    const { audience, depth } = parent;
    const written = { audience, title: null, body, depth: depth + 1, created_at: createdAt };
    return this.views.entry(viewer.userId, newRow(comment, written));
  }

  /**
   * Erases what the comment says, at once. A tombstone stays while living comments are below it. Its author
   * may do that also below a post that is hidden from them by now. Errors: `not_found`, `forbidden`.
   */
  async delete(viewer: SignedInViewer, commentId: EntryId): Promise<void> {
    const comment =
      (await this.own(viewer, commentId)) ?? (await this.entries.visibleOfKind(viewer, commentId, 'comment'));
    assertAllowed(deleteDenial(viewer.userId, comment));
    const parentId = comment.parent_id ?? comment.root_id;
    const position = { rootId: comment.root_id, parentId };
    const counted = await this.countedAbove(comment.root_id, parentId);
    const deleted = referenceOf(comment);
    await this.database.transaction(async (tx) => {
      await this.events.append(
        tx,
        entryDeleted(deleted, this.feeds.topicsOf(deleted), viewer.userId),
        ...counted.map((entry) => entryCounted(entry, viewer.userId)),
      );
      await uncountAtRoot(tx, position);
      await this.leaveTombstone(tx, commentId);
      await countBelowRoot(tx, position, -1);
      await eraseEmptyTombstones(tx, commentId);
    });
  }

  /** The living comment, when the viewer wrote it, whether they may see it or not. */
  private async own(viewer: SignedInViewer, commentId: EntryId): Promise<EntryRow | undefined> {
    const { rows } = await sql<EntryRow>`
      select ${entryColumns('e')}
      from entries as e
      where e.id = ${commentId}
        and e.author_id = ${viewer.userId}
        and e.kind = 'comment'
        and e.deleted_at is null
        and e.removed_at is null
    `.execute(this.database.read);
    return rows[0];
  }

  private async insert(
    tx: Tx,
    { entryId, authorId, rootId, parentId, kind }: EntryReference,
    { body, createdAt }: { body: string; createdAt: Date },
  ): Promise<void> {
    const { numAffectedRows = 0n } = await sql`
      insert into entries (id, kind, author_id, body, root_id, parent_id, depth, created_at)
      select ${entryId}, ${kind}, ${authorId}, ${body}, ${rootId}, parent.id, parent.depth + 1, ${createdAt}::timestamptz
      from entries as parent
      where parent.id = ${parentId} and ${notHidden(this.audience.viewContext(authorId), 'parent')}
    `.execute(tx);
    if (numAffectedRows === 0n) throw new ProblemError('not_found');
  }

  private async leaveTombstone(tx: Tx, commentId: EntryId): Promise<void> {
    const { numUpdatedRows } = await tx
      .updateTable('entries')
      .set({ body: '', edited_at: null, deleted_at: this.clock.now() })
      .where('id', '=', commentId)
      .where('deleted_at', 'is', null)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new ProblemError('not_found');
    await tx.deleteFrom('revisions').where('entry_id', '=', commentId).execute();
    await this.mentions.remove(tx, commentId);
  }

  /** Whose counters people look at when something is added below this entry: its own, and those of the root. */
  private async countedAt(parent: EntryRow): Promise<EntryReference[]> {
    if (parent.parent_id === null) return [referenceOf(parent)];
    return this.countedAbove(parent.root_id, parent.id);
  }

  private async countedAbove(rootId: EntryId, parentId: EntryId): Promise<EntryReference[]> {
    const rows = await this.queries.rows([...new Set<EntryId>([parentId, rootId])]);
    return [...rows.values()].map(referenceOf);
  }
}
