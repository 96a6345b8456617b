import type { EventName, EventPayload, SessionId, UserId } from '@plaza/contract';
import type { DomainEventName, LoggedEventOf } from '../events/domain-events.js';
import type { SignedInViewer } from '../http/viewer.js';

/**
 * A topic that a socket may hear. Those who hear one topic with different `ability` get different frames of the same event
 * (one frame per ability, never one per socket); what the number means is its module's own affair, 0 is the least.
 */
export interface TopicGrant {
  topic: string;
  ability: number;
}

/** Who gets a frame: all who hear the topic, or those of them that `among` picks. */
export interface Recipients {
  topic: string;
  ability?: number;
  /** Asked with the users who hear the topic on this node; one set-based query. */
  among?: (users: UserId[]) => Promise<Iterable<UserId>>;
  except?: UserId[];
}

export type Frame = {
  [Name in EventName]: { event: Name; payload: EventPayload<Name>; to: Recipients };
}[EventName];

/** A frame made for some of those who hear a topic, because what it tells differs from person to person. */
export type PersonalFrame = {
  [Name in EventName]: { event: Name; payload: EventPayload<Name>; to: UserId[] };
}[EventName];

/** What a logged event means for open sockets; effects happen one after the other. */
export type Effect =
  | ({ kind: 'frame' } & Frame)
  /** Asked once with the users who hear the topic on this node (in a replay: with the one it is for). */
  | { kind: 'personalFrames'; topic: string; make: (users: UserId[]) => Promise<PersonalFrame[]> }
  /** Their standing and asked-for topics are asked again, and dropped where no longer granted. */
  | { kind: 'regrant'; users: UserId[] }
  /** As `regrant`, for everyone who hears the topic. */
  | { kind: 'regrantTopic'; topic: string }
  | { kind: 'closeSessions'; sessionIds: SessionId[]; reason: string };

/** Turns a run of equal events into effects, in their order; content is read now, so that nothing deleted is told. */
export type Framer<Name extends DomainEventName> = (events: LoggedEventOf<Name>[]) => Promise<Effect[][]>;

/** Who may hear what, told by the module that owns the topics. */
export interface TopicSource {
  /** Topics people hear without asking, for many at once. */
  standing?(users: UserId[]): Promise<Map<UserId, TopicGrant[]>>;
  /** Whether a topic asked for is this module's. */
  owns?(topic: string): boolean;
  /** The topics out of those asked for (all owned) that the viewer may hear. */
  admit?(viewer: SignedInViewer, topics: string[]): Promise<TopicGrant[]>;
}
