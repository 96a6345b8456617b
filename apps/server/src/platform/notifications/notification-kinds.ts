import { Injectable } from '@nestjs/common';
import type { NotificationImportance, NotificationKind, NotificationSubject, UserId } from '@plaza/contract';
import type { RawBuilder } from 'kysely';
import type { DomainEventName, LoggedEventOf } from '../events/domain-events.js';
import type { Catalogue } from '../i18n/catalogue.generated.js';

export type SubjectTypeName = NotificationSubject['type'];

/** What notifications can be about; declared once, by the module that owns it. */
export interface SubjectType<Id extends string = string> {
  /**
   * SQL: a select of one row with the column `maker_id` (who made the subject; null where no kind counts these subjects) if the
   * viewer may see the subject with this id, and of no row if not. It is asked when somebody is to be notified, and again
   * whenever the notification is read or counted.
   */
  visible: (viewer: RawBuilder<UserId>, id: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** How clients see these subjects, all of them known to be visible to whom they are shown; one query. */
  load(ids: Id[]): Promise<Map<string, NotificationSubject>>;
}

/** Something of which people are notified. */
export interface Occurrence {
  /**
   * Whom it concerns, each once. Who did it, who may not see the subject, and who is separated from the actor by a block is
   * left out by the inbox.
   */
  recipients: UserId[];
  actorId: UserId | null;
  /** Occurrences with one key share a notification as long as it is unseen and younger than a day. */
  groupKey: string;
  subjectId: string | null;
}

/** Somebody took back what they did; what is older than a minute stays. */
export interface Undoing {
  recipientId: UserId;
  actorId: UserId;
  /** When they did it. */
  since: Date;
}

/** A recipient has looked at the subject itself. */
export interface Reading {
  recipientId: UserId;
  subjectId: string;
}

/** What the text of a notification may be made of. */
export interface TextValues {
  /** The actors, to be joined as the language does: all by name, or the newest and how many others. */
  who: string[];
  /** How many they are. */
  people: number;
  count: number;
}

/** Answers undefined where the event changes nothing for this kind. */
export type FromEvents<Change> = {
  [Name in DomainEventName]?: (
    event: LoggedEventOf<Name>,
  ) => Change | undefined | Promise<Change | undefined>;
};

/** What the count of a group stands for, and what there is to show of it. */
type Counting =
  /** Each person once, however often they do it: follows, reactions. Their subject, if any, is one for the whole group. */
  | { countedBy: 'person'; subjectType: SubjectTypeName | null; undoneBy?: FromEvents<Undoing> }
  /** Each subject, made by the actor: comments. The makers of visible subjects are shown, and hidden subjects not counted. */
  | { countedBy: 'subject'; subjectType: SubjectTypeName; undoneBy?: never }
  /** Each time it happens: messages. Their subject, if any, is one for the whole group. */
  | { countedBy: 'occurrence'; subjectType: SubjectTypeName | null; undoneBy?: never };

/** One kind of notification, declared in the `*.notifications.ts` of the feature it belongs to. */
export type KindDeclaration = Counting & {
  importance: NotificationImportance;
  /** One plain sentence in the language of the recipient. */
  text: (texts: Catalogue, values: TextValues) => string;
  /** Nobody is notified of a subject again. Only where the subject is what the group key stands for. */
  isOncePerSubject?: true;
  raisedBy: FromEvents<Occurrence>;
  readBy?: FromEvents<Reading>;
};

/** The kinds of notifications and what they are about; features declare theirs while the application is put together. */
@Injectable()
export class NotificationKinds {
  readonly kinds = new Map<NotificationKind, KindDeclaration>();
  readonly subjectTypes = new Map<SubjectTypeName, SubjectType>();

  register(kind: NotificationKind, declaration: KindDeclaration): void {
    if (this.kinds.has(kind)) throw new Error(`The notification kind ${kind} is declared twice`);
    this.kinds.set(kind, declaration);
  }

  registerSubject<Id extends string>(name: SubjectTypeName, type: SubjectType<Id>): void {
    if (this.subjectTypes.has(name)) throw new Error(`The subject type ${name} is declared twice`);
    this.subjectTypes.set(name, type);
  }

  /** Errors: a plain error for a kind that nobody has declared. */
  kind(kind: NotificationKind): KindDeclaration {
    const declaration = this.kinds.get(kind);
    if (!declaration) throw new Error(`No module declares the notification kind ${kind}`);
    return declaration;
  }

  /** Errors: a plain error for a type that nobody has declared. */
  subjectType(name: SubjectTypeName): SubjectType {
    const type = this.subjectTypes.get(name);
    if (!type) throw new Error(`No module declares the subject type ${name}`);
    return type;
  }

  /** The kinds whose declaration says so. */
  where(holds: (declaration: KindDeclaration) => boolean): NotificationKind[] {
    return [...this.kinds].flatMap(([kind, declaration]) => (holds(declaration) ? [kind] : []));
  }
}
