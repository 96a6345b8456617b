import type { Clock } from '../../../platform/clock/clock.js';

/** Lets one through per key and interval; remembers only what is younger than that. */
export class Throttle {
  /** When each key was let through, oldest first. */
  private readonly passed = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
  ) {}

  allows(key: string): boolean {
    const now = this.clock.milliseconds();
    this.forgetBefore(now - this.everyMs);
    if (this.passed.has(key)) return false;
    this.passed.set(key, now);
    return true;
  }

  private forgetBefore(moment: number): void {
    for (const [key, at] of this.passed) {
      if (at > moment) return;
      this.passed.delete(key);
    }
  }
}
