import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Authenticator } from '../http/authenticator.js';
import { Logger } from '../logging/logger.js';
import { GatewayPolicy } from './gateway-policy.js';
import { Hub } from './hub/hub.js';

const ASKED_AT_ONCE = 1_000;

/** Closes the sockets of sessions whose time is over; every other end of a session is an event of the log. */
@Injectable()
export class SessionCheck implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private checking: Promise<void> | undefined;

  constructor(
    private readonly hub: Hub,
    private readonly authenticator: Authenticator,
    private readonly policy: GatewayPolicy,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.check(), this.policy.sessionCheckMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.checking;
  }

  private check(): void {
    this.checking ??= this.closeEnded()
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'the sessions of sockets could not be checked; trying again');
      })
      .finally(() => {
        this.checking = undefined;
      });
  }

  private async closeEnded(): Promise<void> {
    const { sessionIds } = this.hub;
    for (let start = 0; start < sessionIds.length; start += ASKED_AT_ONCE) {
      const ended = await this.authenticator.endedAmong(sessionIds.slice(start, start + ASKED_AT_ONCE));
      for (const sessionId of ended) this.hub.closeSession(sessionId, 'expired');
    }
  }
}
