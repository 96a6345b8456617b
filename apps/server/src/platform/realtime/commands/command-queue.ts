/** Runs the commands of one socket one after the other, in the order in which they came. */
export class CommandQueue {
  private turn: Promise<void>;
  private waiting = 0;

  /** Nothing runs before `first` is done, which must not fail. */
  constructor(
    first: Promise<void>,
    private readonly room: number,
  ) {
    this.turn = first;
  }

  /** False when too many wait already. `run` must not fail. */
  add(run: () => Promise<void>): boolean {
    if (this.waiting >= this.room) return false;
    this.waiting += 1;
    this.turn = this.turn.then(run).finally(() => {
      this.waiting -= 1;
    });
    return true;
  }
}
