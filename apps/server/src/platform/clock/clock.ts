import { Injectable } from '@nestjs/common';

/** The time of this process. Nothing else may ask the operating system, so that tests can own time. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date(this.milliseconds());
  }

  /** Milliseconds since 1970 UTC. */
  milliseconds(): number {
    return Date.now();
  }
}
