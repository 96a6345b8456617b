import { Injectable } from '@nestjs/common';
import type { Audience as AudienceName, Entry, EntryId, EntryKind, Page, UserId } from '@plaza/contract';
import { Clock } from '../../platform/clock/clock.js';
import { Cursors } from '../../platform/cursors/cursors.js';
import { pageOf } from '../../platform/cursors/page-of.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { EventLog } from '../../platform/events/event-log.js';
import type { SignedInViewer, Viewer } from '../../platform/http/viewer.js';
import { Ids } from '../../platform/ids/ids.js';
import { ProblemError } from '../../platform/problems/problem-error.js';
import { Audience, type AudienceVerdict } from '../audience/index.js';
import { GraphQueries } from '../graph/index.js';
import { UserDirectory } from '../identity/index.js';
import { entryUpdated } from './entries.events.js';
import { assertAllowed, editDenial, explainDenial } from './entries.policy.js';
import { EntriesQueries } from './entries.queries.js';
import { type EntryRow, referenceOf } from './entries.rows.js';
import { EntryViews } from './entries.views.js';
import { Mentions } from './mentions.js';

export interface EntryChanges {
  title?: string | undefined;
  body?: string | undefined;
  audience?: AudienceName | undefined;
}

export interface RevisionView {
  title: string | null;
  body: string;
  replacedAt: string;
}

/** What is the same for entries of every kind. */
@Injectable()
export class EntriesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly queries: EntriesQueries,
    private readonly views: EntryViews,
    private readonly mentions: Mentions,
    private readonly audience: Audience,
    private readonly users: UserDirectory,
    private readonly graph: GraphQueries,
  ) {}

  /** Errors: `not_found` for what is absent, hidden, or of another kind than the one asked for. */
  async get(viewer: Viewer, entryId: EntryId): Promise<Entry>;
  async get<Kind extends EntryKind>(
    viewer: Viewer,
    entryId: EntryId,
    kind: Kind,
  ): Promise<Extract<Entry, { kind: Kind }>>;
  async get(viewer: Viewer, entryId: EntryId, kind?: EntryKind): Promise<Entry> {
    return this.views.entry(viewer.userId, await this.visible(viewer, entryId, kind));
  }

  /** What the entry said before, for all who see it. Errors: `not_found`, `cursor_invalid`, `cursor_mismatch`. */
  async revisions(
    viewer: Viewer,
    entryId: EntryId,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<RevisionView>> {
    const context = { list: 'revisions', viewerId: viewer.userId, filters: { entryId } };
    const after = cursor === undefined ? undefined : String(this.cursors.open(context, cursor)[0]);
    await this.visible(viewer, entryId);
    const rows = await this.queries.revisions(entryId, after, limit + 1);
    const page = pageOf(rows, limit, (row) => this.cursors.seal(context, [row.id]));
    const items = page.rows.map((row) => ({
      title: row.title,
      body: row.body,
      replacedAt: row.replaced_at.toISOString(),
    }));
    return { items, nextCursor: page.nextCursor };
  }

  /**
   * Changes text or audience; the text that stood there is kept as a revision. What changes nothing leaves no trace. Errors:
   * `not_found`, `forbidden`.
   */
  async edit(
    viewer: SignedInViewer,
    entryId: EntryId,
    kind: EntryKind,
    changes: EntryChanges,
  ): Promise<void> {
    const mentioned =
      changes.body === undefined ? undefined : await this.mentions.resolve(viewer.userId, changes.body);
    await this.database.transaction(async (tx) => {
      const entry = await this.queries.hold(tx, viewer.userId, entryId);
      if (entry?.kind !== kind) throw new ProblemError('not_found');
      assertAllowed(editDenial(viewer.userId, entry));
      const isRewritten = await this.rewrite(tx, entry, changes);
      const isReaddressed = await this.readdress(tx, entry, {
        audience: changes.audience,
        mentioned: changes.body === entry.body ? undefined : mentioned,
      });
      if (!isRewritten && !isReaddressed) return;
      const audienceBefore = isReaddressed && kind === 'post' ? entry.audience : null;
      await this.events.append(tx, entryUpdated(referenceOf(entry), audienceBefore, viewer.userId));
    });
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

  /** Errors: `not_found` for what is absent, hidden, or of another kind than the one asked for. */
  async visible(viewer: Viewer, entryId: EntryId, kind?: EntryKind): Promise<EntryRow> {
    const entry = await this.queries.find(viewer.userId, entryId);
    if (!entry || (kind !== undefined && entry.kind !== kind)) throw new ProblemError('not_found');
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

  /** Whom the text of a post names may see it, so that other names are another audience. */
  private async readdress(
    tx: Tx,
    entry: EntryRow,
    { audience, mentioned }: { audience: AudienceName | undefined; mentioned: UserId[] | undefined },
  ): Promise<boolean> {
    const hasOtherAudience = audience !== undefined && audience !== entry.audience;
    if (hasOtherAudience) {
      await tx.updateTable('entries').set({ audience }).where('id', '=', entry.id).execute();
    }
    const namesOthers = mentioned !== undefined && mentioned.join() !== entry.mentioned.join();
    if (namesOthers) {
      await this.mentions.remove(tx, entry.id);
      await this.mentions.add(tx, entry.id, mentioned);
    }
    return hasOtherAudience || namesOthers;
  }
}
