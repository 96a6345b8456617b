import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { GatewayPolicy } from '../gateway-policy.js';
import type { Connection } from './connection.js';
import { Hub } from './hub.js';

const LOOK_MS = 10;

/** Waits for clients that are told much at once. */
@Injectable()
export class BackPressure {
  constructor(
    private readonly hub: Hub,
    private readonly policy: GatewayPolicy,
    private readonly clock: Clock,
  ) {}

  /** Resolves once the client has read most of what it was told; false when it ended, or was ended for reading nothing. */
  async hasRead(connection: Connection): Promise<boolean> {
    const deadline = this.clock.milliseconds() + this.policy.replayPatienceMs;
    while (!connection.isClosed && connection.bufferedBytes > this.policy.replayWindowBytes) {
      if (this.clock.milliseconds() > deadline) this.hub.close(connection, 'tooSlow');
      else await pause(LOOK_MS);
    }
    return !connection.isClosed;
  }
}
