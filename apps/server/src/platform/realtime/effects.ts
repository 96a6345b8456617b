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
  /** One of the topics of the event: by these a replay finds what a client missed. */
  topic: string;
  ability?: number;
  /** Asked with the users who hear the topic on this node; one set-based query. */
  among?: (users: UserId[]) => Promise<Iterable<UserId>>;
  except?: UserId[];
}

/** What a socket is told. */
export type Frame = {
  [Name in EventName]: { event: Name; payload: EventPayload<Name> };
}[EventName];

/** Something of the moment: neither kept in the log nor replayed. */
export type SignalFrame = Frame & { to: Omit<Recipients, 'among'> };

/** A frame for some people only, because what it tells differs from person to person. */
export type PersonalFrame = Frame & { users: UserId[] };

/** What a logged event means for open sockets; effects happen one after the other. */
export type Effect =
  /** Where several topics are told, a socket that hears two of them is told once. */
  | ({ kind: 'frame' } & Frame & { to: Recipients | Recipients[] })
  /** Asked once with all who hear the topic (of the event) on this node; in a replay with the one it is for. */
  | { kind: 'personalFrames'; topic: string; make: (users: UserId[]) => Promise<PersonalFrame[]> }
  /** Their default topics and those they asked for are asked again, and dropped where no longer granted. */
  | { kind: 'refreshSubscriptions'; users: UserId[] }
  /** As `refreshSubscriptions`, for everyone who hears the topic; also one of the topics of the event. */
  | { kind: 'refreshTopicSubscriptions'; topic: string }
  | { kind: 'closeSessions'; sessionIds: SessionId[]; reason: string };

/**
 * Turns equal events into effects, in their order; content is read now, so that nothing deleted is told. The same events
 * give the same frames in the same order again when they are replayed; all effects concern those who hear one of the
 * topics of the event. A socket that hears the topics of two effects is told twice: what is the same is one effect.
 */
export type EventMapper<Name extends DomainEventName> = (
  events: LoggedEventOf<Name>[],
) => Promise<Effect[][]>;

/** What a viewer asks to hear. */
export interface TopicRequest {
  viewer: SignedInViewer;
  topics: string[];
}

/** What a refresh of subscriptions has changed for one person: topics they had not heard before, and topics they hear no longer. */
export interface ChangedTopics {
  userId: UserId;
  gained: TopicGrant[];
  lost: string[];
}

/** Who may hear what, told by the module that owns the topics. */
export interface TopicSource {
  /** Topics people hear without asking, for many at once. */
  defaultTopics?(users: UserId[]): Promise<Map<UserId, TopicGrant[]>>;
  /** Whether a topic asked for is this module's. */
  owns?(topic: string): boolean;
  /** For each ask those of its topics (all owned) that the viewer may hear. */
  admit?(asks: TopicRequest[]): Promise<TopicGrant[][]>;
  /**
   * What people are told because a refresh changed their default topics: asked once per refresh with all whose topics
   * changed (those of other sources too), and sent when the new topics are heard and the lost ones are not. Not asked when
   * a socket connects or is replayed to: `ready` tells the same there.
   */
  topicsChanged?(changes: ChangedTopics[]): Promise<PersonalFrame[]>;
  /** What a socket that has just begun to hear these topics (all owned) is told at once. */
  snapshot?(viewer: SignedInViewer, topics: string[]): Promise<Frame[]>;
}
