type Beat = () => void;

const SLOTS = 25;

/** Beats for each member once in a period, spread over it so that thousands of sockets are not written to at once. */
export class Heartbeats {
  private readonly slots = Array.from({ length: SLOTS }, () => new Set<Beat>());
  private readonly timer: NodeJS.Timeout;
  private at = 0;
  private joined = 0;

  constructor(periodMs: number) {
    this.timer = setInterval(() => this.tick(), periodMs / SLOTS);
    this.timer.unref();
  }

  /** Gives back the function that ends it. */
  join(beat: Beat): () => void {
    this.joined += 1;
    // Where the hand has just passed is a whole period away; the others even out the load.
    const slot = this.slots[(this.at + this.joined) % SLOTS] ?? new Set();
    slot.add(beat);
    return () => slot.delete(beat);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    this.at = (this.at + 1) % SLOTS;
    for (const beat of this.slots[this.at] ?? []) beat();
  }
}
