import { Injectable } from '@nestjs/common';
import type { CommandName, Ready, Scope, UserId } from '@plaza/contract';
import type { DomainEventName } from '../events/domain-events.js';
import type { SignedInViewer } from '../http/viewer.js';
import type { EventMapper, SignalFrame, TopicSource } from './effects.js';

/** What `ready` consists of beside the gateway's own part. */
type ReadyPartName = Exclude<keyof Ready, 'cursor' | 'resumed'>;

/** One part of `ready`: `empty` stands in for who lacks the scope. */
export type ReadyPart<Name extends ReadyPartName = ReadyPartName> = {
  part: Name;
  load: (viewer: SignedInViewer) => Promise<Ready[Name]>;
} & ({ scope: Scope; empty: Ready[Name] } | { scope: null });

/** Reads a frame of the plain gateway that names no command; undefined where it is another form. */
export type ShortForm = (frame: object) => { command: CommandName; data: unknown } | undefined;

type Connected = (viewer: SignedInViewer) => Promise<void>;

/** What may be followed of the sockets of this node; each `opened` is answered by one `closed`. */
export interface SocketObserver {
  opened?(viewer: SignedInViewer): void;
  /** The person did something, at this socket or elsewhere. */
  acted?(viewer: SignedInViewer): void;
  closed?(viewer: SignedInViewer): void;
  /** The first socket of this node is subscribed to the topic now. */
  subscribed?(topic: string): void;
  /** None is any more. */
  unsubscribed?(topic: string): void;
}

/** Where modules say what their events mean for open sockets; the gateway asks it and knows no module. */
@Injectable()
export class Realtime {
  readonly mappers = new Map<DomainEventName, EventMapper<DomainEventName>>();
  readonly topicSources: TopicSource[] = [];
  readonly readyParts: ReadyPart[] = [];
  readonly shortForms: ShortForm[] = [];
  readonly connected: Connected[] = [];
  readonly observers: SocketObserver[] = [];
  private carrier: ((frame: SignalFrame) => void) | undefined;

  /** Several modules may map one event: their effects follow each other in the order of the modules. */
  frames<Name extends DomainEventName>(name: Name, mapper: EventMapper<Name>): void {
    const added = mapper as unknown as EventMapper<DomainEventName>;
    const earlier = this.mappers.get(name);
    this.mappers.set(name, earlier ? oneAfterTheOther(earlier, added) : added);
  }

  topics(source: TopicSource): void {
    this.topicSources.push(source);
  }

  /** Adds a part to `ready`. */
  ready<Name extends ReadyPartName>(part: ReadyPart<Name>): void {
    this.readyParts.push(part as unknown as ReadyPart);
  }

  /** Lets clients of the plain gateway write a command in a form of its own. */
  shortForm(read: ShortForm): void {
    this.shortForms.push(read);
  }

  /** Called whenever a socket of a viewer is ready. */
  onConnected(effect: Connected): void {
    this.connected.push(effect);
  }

  observe(observer: SocketObserver): void {
    this.observers.push(observer);
  }

  /** Sends to the sockets of this node alone, where all nodes come to know the same by themselves. */
  sendHere(frame: SignalFrame): void {
    this.carrier?.(frame);
  }

  /** Called by what holds the sockets of this node, if it holds any. */
  sendThrough(carrier: (frame: SignalFrame) => void): void {
    this.carrier = carrier;
  }
}

function oneAfterTheOther(
  first: EventMapper<DomainEventName>,
  second: EventMapper<DomainEventName>,
): EventMapper<DomainEventName> {
  return async (events) => {
    const [firstEffects, secondEffects] = await Promise.all([first(events), second(events)]);
    return firstEffects.map((effects, index) => [...effects, ...(secondEffects[index] ?? [])]);
  };
}

/** Every socket is subscribed to the topic of its user. */
export const userTopic = (userId: UserId) => `user:${userId}`;
