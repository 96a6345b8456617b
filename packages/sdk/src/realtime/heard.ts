import type { EventFrame } from '@plaza/contract';

/** More than a server replays. */
const REMEMBERED = 4_000;

/** What was heard: drops doubles, and knows where to go on after a break. */
export class Heard {
  private readonly cursors = new Set<string>();
  private latest = '';

  constructor(public cursor: string | null) {}

  /** False for a double: a place in the log heard before, or what another topic said just now. */
  isNew({ event, data, cursor }: EventFrame): boolean {
    if (cursor === null) return true;
    this.cursor = cursor;
    if (this.cursors.has(cursor)) return false;
    this.cursors.add(cursor);
    for (const oldest of this.cursors) {
      if (this.cursors.size <= REMEMBERED) break;
      this.cursors.delete(oldest);
    }
    const said = `${event} ${JSON.stringify(data)}`;
    const isEcho = said === this.latest;
    this.latest = said;
    return !isEcho;
  }
}
