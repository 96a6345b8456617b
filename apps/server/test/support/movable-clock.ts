import { Clock } from '../../src/platform/clock/clock.js';

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
