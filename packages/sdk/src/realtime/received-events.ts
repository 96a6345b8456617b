import type { EventFrame } from '@plaza/contract';

/** More than a server replays. */
const REMEMBERED = 4_000;

/** The events that were received: drops doubles, and knows where to go on after a break. */
export class ReceivedEvents {
  private readonly cursors = new Set<string>();
  private latest = '';

  constructor(public cursor: string | null) {}

  /** False for a double: a cursor that was received before, or the same event by another topic. */
  isNew({ event, data, cursor }: EventFrame): boolean {
    if (cursor === null) return true;
    this.cursor = cursor;
    if (this.cursors.has(cursor)) return false;
    this.cursors.add(cursor);
    for (const oldest of this.cursors) {
      if (this.cursors.size <= REMEMBERED) break;
      this.cursors.delete(oldest);
    }
    const content = `${event} ${JSON.stringify(data)}`;
    const isDouble = content === this.latest;
    this.latest = content;
    return !isDouble;
  }
}
