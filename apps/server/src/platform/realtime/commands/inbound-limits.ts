/** How many frames a socket may send: so many a second, and a burst. */
export class FrameAllowance {
  private left: number;
  private refilledAt: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    now: number,
  ) {
    this.left = burst;
    this.refilledAt = now;
  }

  /** Takes one frame; false when there is none left. `now` is in milliseconds. */
  take(now: number): boolean {
    const seconds = Math.max(0, now - this.refilledAt) / 1000;
    this.left = Math.min(this.burst, this.left + seconds * this.perSecond);
    this.refilledAt = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}

/** Runs the commands of one socket one after the other, in the order in which they came. */
export class CommandQueue {
  private waiting = 0;

  /** Nothing runs before `last` is done, which must not fail; no more than `room` wait. */
  constructor(
    private last: Promise<void>,
    private readonly room: number,
  ) {}

  /** False when too many wait already. `run` must not fail. */
  add(run: () => Promise<void>): boolean {
    if (this.waiting >= this.room) return false;
    this.waiting += 1;
    this.last = this.last.then(run).finally(() => {
      this.waiting -= 1;
    });
    return true;
  }
}
