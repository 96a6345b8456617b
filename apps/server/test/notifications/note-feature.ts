import { randomUUID } from 'node:crypto';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Notification } from '@plaza/contract';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { AppModule } from '../../src/app.module.js';
import { eraseSubjects } from '../../src/modules/notifications/index.js';
import { NotificationsQueries } from '../../src/modules/notifications/notifications.queries.js';
import { NotificationsRepository } from '../../src/modules/notifications/notifications.repository.js';
import { NotificationsService } from '../../src/modules/notifications/notifications.service.js';
import { NotificationsViews } from '../../src/modules/notifications/notifications.views.js';
import { UnreadCounts } from '../../src/modules/notifications/unread-counts.js';
import { Database, type Tx } from '../../src/platform/database/database.js';
import { openPool } from '../../src/platform/database/pool.js';
import type { NewEvent } from '../../src/platform/events/domain-events.js';
import { EventLog } from '../../src/platform/events/event-log.js';
import { loadSettings } from '../../src/platform/settings/settings.js';
import type { Person, World } from '../support/world.js';
import { notesTable, TestNotes } from './test-notes.js';

/** A worker whose application has one module more, beside a world whose own server runs no listeners. */
export class NoteFeature {
  readonly repository: NotificationsRepository;

  private constructor(
    private readonly world: World,
    private readonly database: Database,
    private readonly app: INestApplicationContext,
  ) {
    this.repository = app.get(NotificationsRepository, { strict: false });
  }

  static async join(world: World): Promise<NoteFeature> {
    await world.rows(notesTable);
    const environment = {
      NODE_ENV: 'test',
      ROLE: 'worker',
      DATABASE_URL: world.databaseUrl,
      SECRET_KEY: 'a secret key of a test and of nothing else',
    };
    const settings = loadSettings(environment, world.dataDir);
    const database = new Database(openPool({ connectionString: world.databaseUrl }, settings.databasePool));
    const logger = pino({ level: 'silent' });
    @Module({})
    class WithNotes {}
    const root: DynamicModule = {
      module: WithNotes,
      imports: [AppModule.on({ settings, logger, database, clock: world.clock })],
      providers: [TestNotes],
    };
    const app = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
    afterAll(async () => {
      await app.close();
      await database.close();
    });
    return new NoteFeature(world, database, app);
  }

  /** Gives the id of a note of which these people are notified, as far as they see it. */
  async note(
    author: Person,
    readers: Person[],
    { thread = randomUUID() as string, hiddenFrom = [] as Person[] } = {},
  ) {
    const noteId = randomUUID();
    await this.world.rows('insert into test_notes values ($1, $2)', [noteId, author.id]);
    await this.hide(noteId, hiddenFrom);
    const subject = { noteId, authorId: author.id, thread, readers: readers.map(({ id }) => id) };
    await this.append({ name: 'test.noted', subject, topics: [] });
    return noteId;
  }

  async hide(noteId: string, from: Person[]): Promise<void> {
    const hiddenFrom = from.map(({ id }) => id);
    await this.world.rows('update test_notes set hidden_from = $2 where id = $1', [noteId, hiddenFrom]);
  }

  async like(noteId: string, owner: Person, person: Person): Promise<void> {
    const subject = { noteId, ownerId: owner.id, userId: person.id };
    await this.append({ name: 'test.liked', subject, topics: [] });
  }

  /** Takes a like back that was given then. */
  async unlike(noteId: string, owner: Person, person: Person, since: Date): Promise<void> {
    const subject = { noteId, ownerId: owner.id, userId: person.id, since: since.toISOString() };
    await this.append({ name: 'test.unliked', subject, topics: [] });
  }

  async open(noteId: string, person: Person): Promise<void> {
    await this.append({ name: 'test.opened', subject: { noteId, userId: person.id }, topics: [] });
  }

  async erase(...noteIds: string[]): Promise<void> {
    await this.world.rows('delete from test_notes where id = any($1)', [noteIds]);
    await this.transaction((tx) => eraseSubjects(tx, noteIds));
  }

  async inboxOf(person: Person): Promise<Notification[]> {
    const whole = { kind: undefined, after: undefined, limit: 100 };
    const rows = await this.app.get(NotificationsQueries, { strict: false }).inbox(person.id, whole);
    return this.app.get(NotificationsViews, { strict: false }).notifications(person.id, rows);
  }

  async unreadOf(person: Person): Promise<number> {
    return (await this.app.get(UnreadCounts, { strict: false }).of(person.id)).notifications;
  }

  async read(person: Person, ids: Notification['id'][]): Promise<void> {
    await this.app.get(NotificationsService, { strict: false }).readThese(person.id, ids);
  }

  async transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.database.transaction(work);
  }

  /** Resolves once what follows from the event is done. */
  private async append(event: NewEvent): Promise<void> {
    await this.transaction((tx) => this.app.get(EventLog, { strict: false }).append(tx, event));
    await this.world.quiet();
  }
}
