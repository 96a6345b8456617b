import type { Tx } from '../database/database.js';
import type { DomainEventName, LoggedEventOf } from './domain-events.js';

/** What a listener does on each event it wants, in a transaction that also moves its cursor: once per event. */
export type Handlers = {
  [Name in DomainEventName]?: (tx: Tx, event: LoggedEventOf<Name>) => Promise<void>;
};
