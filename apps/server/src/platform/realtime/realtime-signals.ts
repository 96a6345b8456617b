import { Injectable } from '@nestjs/common';
import { events } from '@plaza/contract';
import { assertMatchesContract } from '../http/matches-contract.js';
import { Settings } from '../settings/settings.js';
import { Signals } from '../signals/signals.js';
import type { SignalFrame } from './effects.js';

declare module '../signals/signals.js' {
  interface SignalPayloads {
    'realtime.frame': SignalFrame;
  }
}

/** Tells sockets on all nodes what does not enter the log. */
@Injectable()
export class RealtimeSignals {
  constructor(
    private readonly signals: Signals,
    private readonly settings: Settings,
  ) {}

  send(frame: SignalFrame): void {
    if (this.settings.validatesResponses)
      assertMatchesContract(frame.event, events[frame.event].payload, frame.payload);
    this.signals.publish('realtime.frame', frame);
  }
}
