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

/** A clock that tests move: it goes on with real time from wherever it was put. */
export class MovableClock extends Clock {
  private offset = 0;

  override milliseconds(): number {
    return Date.now() + this.offset;
  }

  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }
}
