import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { Logger } from '../logging/logger.js';
import { type SignalHandler, type SignalName, type SignalPayloads, Signals } from './signals.js';

/** Signals of an installation that is one process. */
@Injectable()
export class InProcessSignals extends Signals {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  constructor(private readonly logger: Logger) {
    super();
  }

  publish<Name extends SignalName>(name: Name, payload: SignalPayloads[Name]): void {
    this.deliver(name, payload);
  }

  subscribe<Name extends SignalName>(name: Name, handler: SignalHandler<Name>): () => void {
    this.emitter.on(name, handler);
    return () => void this.emitter.off(name, handler);
  }

  /** To every subscriber of this process, although another one fails. */
  deliver(name: string, payload: unknown): void {
    for (const handler of this.emitter.listeners(name)) {
      try {
        handler(payload);
      } catch (error) {
        this.logger.error({ err: error, signal: name }, 'a subscriber failed on a signal');
      }
    }
  }
}
