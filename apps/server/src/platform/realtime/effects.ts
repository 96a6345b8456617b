import type { EventName, EventPayload, SessionId, UserId } from '@plaza/contract';
import type { DomainEventName, LoggedEventOf } from '../events/domain-events.js';
import type { SignedInViewer } from '../http/viewer.js';

/** The people subscribed to a topic: of the sockets of this node, or the one to whom events are replayed. */
export interface Subscribers {
  readonly size: number;
  has(userId: UserId): boolean;
  ids(): UserId[];
}

/** Who gets a frame: all subscribers of a topic, or those of them that `filter` picks. */
export interface Recipients {
  /** One of the topics of the event: by these a replay finds what a client missed. */
  topic: string;
  /**
   * Gives those who get the frame; whoever is no subscriber is passed over. One set-based question without side effects, which
   * may start from the smaller side: the subscribers, or the few people for whom the frame is meant.
   */
  filter?: (subscribers: Subscribers) => Promise<Iterable<UserId>>;
  except?: UserId[];
}

/** An event as a socket receives it. */
export type Frame = {
  [Name in EventName]: { event: Name; payload: EventPayload<Name> };
}[EventName];

/** Something of the moment: neither kept in the log nor replayed. */
export type SignalFrame = Frame & { to: Omit<Recipients, 'filter'> };

/** A frame for some people only, because its payload differs from person to person. */
export type PersonalFrame = Frame & { users: UserId[] };

/** A frame that is the same for all who get it. */
export type FrameEffect = Frame & {
  kind: 'frame';
  /** A socket that is subscribed to several of these topics gets the frame once. */
  to: Recipients | Recipients[];
  /** Called with those who got the frame on a socket of this node, live or in a replay. */
  onDelivered?: (users: UserId[]) => void;
};

/** Frames for subscribers of a topic of the event: asked once with all of them, in a replay with the one it is for. */
export interface PersonalFramesEffect {
  kind: 'personalFrames';
  topic: string;
  make: (subscribers: Subscribers) => Promise<PersonalFrame[]>;
}

/** What a logged event means for open sockets; effects happen one after the other. */
export type Effect =
  | FrameEffect
  | PersonalFramesEffect
  /**
   * The default topics of these users, or of all subscribers of a topic of the event, are asked again together with the topics
   * they asked for, and dropped where no longer granted.
   */
  | { kind: 'refreshSubscriptions'; users: UserId[] }
  | { kind: 'refreshSubscriptions'; topic: string }
  | { kind: 'closeSessions'; sessionIds: SessionId[]; reason: string };

/**
 * Turns equal events into effects, in their order; content is read now, so that nothing deleted is sent. The same events give
 * the same frames in the same order again when they are replayed; all effects concern subscribers of one of the topics of the
 * event. A socket that is subscribed to the topics of two effects gets both: what is the same is one effect.
 */
export type EventMapper<Name extends DomainEventName> = (
  events: LoggedEventOf<Name>[],
) => Promise<Effect[][]>;

/** What a viewer asks to subscribe to. */
export interface TopicRequest {
  viewer: SignedInViewer;
  topics: string[];
}

/** What a refresh of subscriptions has changed for one person: topics they had not before, and topics they have no longer. */
export interface ChangedTopics {
  userId: UserId;
  gained: string[];
  lost: string[];
}

/** Who may subscribe to what, decided by the module that owns the topics. */
export interface TopicSource {
  /** Topics people are subscribed to without asking, for many at once. */
  defaultTopics?(users: UserId[]): Promise<Map<UserId, string[]>>;
  /** Whether a topic asked for is this module's. */
  owns?(topic: string): boolean;
  /** For each request those of its topics (all owned) that the viewer may subscribe to. */
  admit?(requests: TopicRequest[]): Promise<string[][]>;
  /**
   * The frames that people get because a refresh changed their default topics: asked once per refresh with all whose topics
   * changed (those of other sources too), and sent once the new topics are subscribed to and the lost ones are not. Not asked
   * when a socket connects or is replayed to: `ready` says the same there.
   */
  topicsChanged?(changes: ChangedTopics[]): Promise<PersonalFrame[]>;
  /** The frames that a socket gets at once when it has just subscribed to these topics (all owned). */
  snapshot?(viewer: SignedInViewer, topics: string[]): Promise<Frame[]>;
}
