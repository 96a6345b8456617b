import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../settings/settings.js';
import { Signals } from '../../signals/signals.js';
import type { SignalFrame } from '../effects.js';
import { Realtime } from '../realtime.js';
import '../realtime-signals.js';
import { Hub } from './hub.js';
import { Outgoing } from './outgoing.js';
import { reachOf } from './reach.js';

/** Tells the sockets of this node what any node signals. */
@Injectable()
export class SignalReceiver implements OnApplicationBootstrap, OnApplicationShutdown {
  private stop: (() => void) | undefined;

  constructor(
    private readonly signals: Signals,
    private readonly realtime: Realtime,
    private readonly hub: Hub,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'all' && this.settings.role !== 'gateway') return;
    this.stop = this.signals.subscribe('realtime.frame', (frame) => this.tell(frame));
    this.realtime.sendThrough((frame) => this.tell(frame));
  }

  onApplicationShutdown(): void {
    this.stop?.();
  }

  private tell(frame: SignalFrame): void {
    this.hub.signal(new Outgoing(frame, undefined), reachOf(frame.to));
  }
}
