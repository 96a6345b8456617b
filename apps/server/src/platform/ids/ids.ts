import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';

const COUNTER_LIMIT = 0x1000;

/** Makes UUIDv7 identifiers (RFC 9562), strictly increasing within this process even when the clock stands or jumps back. */
@Injectable()
export class Ids {
  private lastMillisecond = 0;
  private counter = 0;

  constructor(private readonly clock: Clock) {}

  next<Id extends string>(): Id {
    const now = this.clock.milliseconds();
    if (now > this.lastMillisecond) {
      this.lastMillisecond = now;
      this.counter = 0;
    } else if (++this.counter === COUNTER_LIMIT) {
      this.lastMillisecond += 1;
      this.counter = 0;
    }
    return uuidV7(this.lastMillisecond, this.counter) as Id;
  }
}

/** The lowest identifier a moment can have: the lower bound for "since then" over an index of identifiers. */
export function lowestIdAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

function uuidV7(millisecond: number, counter: number): string {
  const time = millisecond.toString(16).padStart(12, '0');
  const sequence = counter.toString(16).padStart(3, '0');
  const random = randomBytes(8);
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const tail = random.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
