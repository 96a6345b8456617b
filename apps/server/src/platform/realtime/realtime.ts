import { Injectable } from '@nestjs/common';
import type { Ready, UserId } from '@plaza/contract';
import type { DomainEventName } from '../events/domain-events.js';
import type { SignedInViewer } from '../http/viewer.js';
import type { Framer, TopicSource } from './framing.js';

type ReadyPart = Pick<Ready, 'user'> | Pick<Ready, 'channels'> | Pick<Ready, 'unread'>;
type LoadReadyPart = (viewer: SignedInViewer) => Promise<ReadyPart>;
type Connected = (viewer: SignedInViewer) => Promise<void>;

/** Where modules say what their events mean for open sockets; the gateway asks it and knows no module. */
@Injectable()
export class Realtime {
  readonly framers = new Map<DomainEventName, Framer<DomainEventName>>();
  readonly topicSources: TopicSource[] = [];
  readonly readyParts: LoadReadyPart[] = [];
  readonly connected: Connected[] = [];

  /** One framer per event name. */
  frames<Name extends DomainEventName>(name: Name, framer: Framer<Name>): void {
    if (this.framers.has(name)) throw new Error(`The event ${name} has two framers`);
    this.framers.set(name, framer as unknown as Framer<DomainEventName>);
  }

  topics(source: TopicSource): void {
    this.topicSources.push(source);
  }

  /** Adds to what `ready` tells. */
  ready(load: LoadReadyPart): void {
    this.readyParts.push(load);
  }

  /** Called whenever a socket of a viewer is ready. */
  onConnected(effect: Connected): void {
    this.connected.push(effect);
  }
}

export const userTopic = (userId: UserId) => `user:${userId}`;
