import { Injectable } from '@nestjs/common';
import type {
  Audience as AudienceName,
  Entry,
  EntryId,
  EntryKind,
  Page,
  Revision,
  UserId,
} from '@plaza/contract';
import type { z } from 'zod';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { EventLog } from '../../platform/events/event-log.js';
import type { SignedInViewer, Viewer } from '../../platform/http/viewer.js';
import { Ids } from '../../platform/ids/ids.js';
import type { PageQuery } from '../../platform/lists/lists.js';
import { ProblemError } from '../../platform/problems/problem-error.js';
import { GraphQueries } from '../graph/index.js';
import { UserDirectory } from '../identity/index.js';
import { Audience, type AudienceVerdict } from './audience/audience.js';
import { entryUpdated, referenceOf } from './entries.events.js';
import { assertAllowed, editDenial, explainDenial } from './entries.policy.js';
import { EntriesQueries } from './entries.queries.js';
import type { EntryRow } from './entries.sql.js';
import { EntryViews } from './entries.views.js';
import { EntryDirectory } from './entry-directory.js';
import { EntryFeeds } from './entry-feeds.js';
import type { EntryOf } from './entry-kinds.js';
import { MentionsService } from './mentions/mentions.service.js';

export interface EntryChanges {
  title?: string | undefined;
  body?: string | undefined;
  audience?: AudienceName | undefined;
}

/** What is the same for entries of every kind. */
@Injectable()
export class EntriesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly queries: EntriesQueries,
    private readonly views: EntryViews,
    private readonly feeds: EntryFeeds,
    private readonly directory: EntryDirectory,
    private readonly mentions: MentionsService,
    private readonly audience: Audience,
    private readonly users: UserDirectory,
    private readonly graph: GraphQueries,
  ) {}

  /** Errors: `not_found` for what is absent or hidden. */
  async get(viewer: Viewer, entryId: EntryId): Promise<Entry> {
    return this.views.entry(viewer.userId, await this.visible(viewer, entryId));
  }

  /** As `get`. Errors: `not_found` also for what is of another kind. */
  async getOfKind<Kind extends EntryKind>(
    viewer: Viewer,
    entryId: EntryId,
    kind: Kind,
  ): Promise<EntryOf<Kind>> {
    return this.views.entry(viewer.userId, await this.visibleOfKind(viewer, entryId, kind));
  }

  /** What the entry said before, for all who see it. Errors: `not_found`, `cursor_invalid`, `cursor_mismatch`. */
  async revisions(
    viewer: Viewer,
    entryId: EntryId,
    query: PageQuery,
  ): Promise<Page<z.infer<typeof Revision>>> {
    await this.visible(viewer, entryId);
    return this.queries.revisions(viewer.userId, entryId, query);
  }

  /**
   * Changes text or audience, and gives the entry as it is then; the text from before is kept as a revision. What changes
   * nothing leaves no trace. Errors: `not_found`, `forbidden`.
   */
  async edit<Kind extends EntryKind>(
    viewer: SignedInViewer,
    entryId: EntryId,
    kind: Kind,
    changes: EntryChanges,
  ): Promise<EntryOf<Kind>> {
    const mentioned =
      changes.body === undefined ? undefined : await this.mentions.resolve(viewer.userId, changes.body);
    await this.database.transaction(async (tx) => {
      const entry = await this.queries.findLocked(tx, viewer.userId, entryId);
      if (!entry || !isOfKind(entry, kind)) throw new ProblemError('not_found');
      assertAllowed(editDenial(viewer.userId, entry));
      const isRewritten = await this.rewrite(tx, entry, changes);
      const isReaddressed = await this.readdress(tx, entry, {
        audience: changes.audience,
        mentioned: changes.body === entry.body ? undefined : mentioned,
      });
      if (!isRewritten && !isReaddressed) return;
      const edited = referenceOf(entry);
      const audienceBefore = isReaddressed && entry.parent_id === null ? entry.audience : null;
      await this.events.append(
        tx,
        entryUpdated(edited, audienceBefore, this.feeds.topicsOf(edited), viewer.userId),
      );
    });
    return this.getOfKind(viewer, entryId, kind);
  }

  /**
   * Tells the author which rule shows the entry to a person or hides it. Errors: `not_found` also for people who do not
   * exist or block the author, who is never told of that; `forbidden` for all but the author.
   */
  async explain(viewer: SignedInViewer, entryId: EntryId, userId: UserId): Promise<AudienceVerdict> {
    const entry = await this.visible(viewer, entryId);
    assertAllowed(explainDenial(viewer.userId, entry));
    const [people, relation] = await Promise.all([
      this.users.records([userId]),
      this.graph.relationOf(viewer.userId, userId),
    ]);
    if (!people.has(userId) || (relation.blockedBy && !relation.blocking))
      throw new ProblemError('not_found');
    const verdict = await this.audience.explain(userId, entryId);
    if (!verdict) throw new ProblemError('not_found');
    return verdict;
  }

  /** Errors: `not_found` for what is absent or hidden. */
  async visible(viewer: Viewer, entryId: EntryId): Promise<EntryRow> {
    const entry = await this.queries.find(viewer.userId, entryId);
    if (!entry) throw new ProblemError('not_found');
    return entry;
  }

  /** As `visible`. Errors: `not_found` also for what is of another kind. */
  async visibleOfKind<Kind extends EntryKind>(
    viewer: Viewer,
    entryId: EntryId,
    kind: Kind,
  ): Promise<EntryRow<Kind>> {
    const entry = await this.visible(viewer, entryId);
    if (!isOfKind(entry, kind)) throw new ProblemError('not_found');
    return entry;
  }

  private async rewrite(tx: Tx, entry: EntryRow, changes: EntryChanges): Promise<boolean> {
    const title = changes.title ?? entry.title;
    const body = changes.body ?? entry.body;
    if (title === entry.title && body === entry.body) return false;
    const now = this.clock.now();
    await tx
      .insertInto('revisions')
      .values({
        id: this.ids.next(),
        entry_id: entry.id,
        title: entry.title,
        body: entry.body,
        replaced_at: now,
      })
      .execute();
    await tx.updateTable('entries').set({ title, body, edited_at: now }).where('id', '=', entry.id).execute();
    return true;
  }

  /** Those whom the text of a root names may see it, so that other names are another audience. */
  private async readdress(
    tx: Tx,
    entry: EntryRow,
    { audience, mentioned }: { audience: AudienceName | undefined; mentioned: UserId[] | undefined },
  ): Promise<boolean> {
    const hasOtherAudience = audience !== undefined && audience !== entry.audience;
    if (hasOtherAudience) {
      await tx.updateTable('entries').set({ audience }).where('id', '=', entry.id).execute();
    }
    const namesOthers =
      mentioned !== undefined && mentioned.join() !== (await this.directory.mentionedIn(entry.id)).join();
    if (namesOthers) {
      await this.mentions.remove(tx, entry.id);
      await this.mentions.add(tx, entry.id, mentioned);
    }
    return hasOtherAudience || namesOthers;
  }
}

function isOfKind<Kind extends EntryKind>(entry: EntryRow, kind: Kind): entry is EntryRow<Kind> {
  return entry.kind === kind;
}
