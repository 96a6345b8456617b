import type { UserId } from '@plaza/contract';

/**
 * The events of the log by name, each with its subject: ids and closed words, never bodies, so that what is deleted leaves
 * nothing behind. Each module adds its own by declaration merging in its `*.events.ts`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface DomainEvents {}

export type DomainEventName = keyof DomainEvents;

/** Where an event stands in the log: `(xid, id)` is the order all readers share. */
export interface LogPosition {
  xid: string;
  id: string;
}

/** What a use case appends. `topics` name who may be interested: `channel:<id>`, `user:<id>`, `entry:<id>` … */
export type NewEvent = {
  [Name in DomainEventName]: {
    name: Name;
    subject: DomainEvents[Name];
    topics: string[];
    /** Who did it just now: whoever it only happened to did nothing. */
    actorId?: UserId | null;
  };
}[DomainEventName];

/** What a reader gets back. */
export type LoggedEvent = {
  [Name in DomainEventName]: {
    position: LogPosition;
    name: Name;
    subject: DomainEvents[Name];
    topics: string[];
    actorId: UserId | null;
    at: Date;
  };
}[DomainEventName];

export type LoggedEventOf<Name extends DomainEventName> = Extract<LoggedEvent, { name: Name }>;
