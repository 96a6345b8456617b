import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { NotificationKind, NotificationSubject, UserId } from '@plaza/contract';
import { sql } from 'kysely';
import {
  NotificationKinds,
  type SubjectTypeName,
} from '../../src/platform/notifications/notification-kinds.js';

interface Like {
  noteId: string;
  ownerId: UserId;
  userId: UserId;
}

declare module '../../src/platform/events/domain-events.js' {
  interface DomainEvents {
    'test.noted': { noteId: string; authorId: UserId; thread: string; readers: UserId[] };
    'test.opened': { noteId: string; userId: UserId };
    'test.liked': Like;
    'test.unliked': Like & { since: string };
  }
}

export const notesTable = `
  create table test_notes (id uuid primary key, author_id uuid not null, hidden_from uuid[] not null default '{}')
`;

/** The contract closes the lists of kinds and subjects; these stand for those of a release to come. */
export const noteKind = 'test_note' as string as NotificationKind;
export const likeKind = 'test_like' as string as NotificationKind;
const noteSubject = 'test_note' as string as SubjectTypeName;

/** A feature from outside: notes in threads, which can be hidden from people and which people like. */
@Injectable()
export class TestNotes implements OnModuleInit {
  constructor(private readonly kinds: NotificationKinds) {}

  onModuleInit(): void {
    this.kinds.registerSubject(noteSubject, {
      visible: (viewer, id) => sql`
        select note.author_id as maker_id
        from test_notes as note
        where note.id = ${id} and ${viewer} <> all(note.hidden_from)
      `,
      load: async (ids) =>
        new Map(
          ids.map((noteId) => [noteId, { type: noteSubject, noteId } as unknown as NotificationSubject]),
        ),
    });
    this.kinds.register(noteKind, {
      subjectType: noteSubject,
      importance: 'low',
      text: (_texts, { who, count }) => `${count} notes by ${who.join(' and ')}`,
      countedBy: 'subject',
      raisedBy: {
        'test.noted': ({ subject: { noteId, authorId, thread, readers } }) => ({
          recipients: readers,
          actorId: authorId,
          groupKey: thread,
          subjectId: noteId,
        }),
      },
      readBy: {
        'test.opened': ({ subject: { noteId, userId } }) => ({ recipientId: userId, subjectId: noteId }),
      },
    });
    this.kinds.register(likeKind, {
      subjectType: noteSubject,
      importance: 'high',
      text: (_texts, { people }) => `Liked by ${people}`,
      countedBy: 'person',
      raisedBy: {
        'test.liked': ({ subject: { noteId, ownerId, userId } }) => ({
          recipients: [ownerId],
          actorId: userId,
          groupKey: noteId,
          subjectId: noteId,
        }),
      },
      undoneBy: {
        'test.unliked': ({ subject: { ownerId, userId, since } }) => ({
          recipientId: ownerId,
          actorId: userId,
          since: new Date(since),
        }),
      },
    });
  }
}
