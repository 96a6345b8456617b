import type { EventFrame } from '@plaza/contract';

/** More than a server replays. */
const REMEMBERED = 4_000;

/** What was heard: drops doubles, and knows where to go on after a break. */
export class Heard {
  private readonly keys = new Set<string>();
  private latest: string | null;
  private complete: string | null;

  constructor(cursor: string | null) {
    this.latest = cursor;
    this.complete = cursor;
  }

  /**
   * Where to go on: before the latest event, because a line may break between two frames of one event. What comes twice by
   * that is dropped.
   */
  get cursor(): string | null {
    return this.complete;
  }

  /** Everything up to here was sent. */
  upTo(cursor: string): void {
    this.latest = cursor;
    this.complete = cursor;
  }

  /** False for a double. */
  isNew({ event, data, cursor }: EventFrame): boolean {
    if (cursor === null) return true;
    if (cursor !== this.latest) {
      this.complete = this.latest;
      this.latest = cursor;
    }
    const key = `${cursor} ${event} ${subjectOf(data)}`;
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    for (const oldest of this.keys) {
      if (this.keys.size <= REMEMBERED) break;
      this.keys.delete(oldest);
    }
    return true;
  }
}

/** One event may tell of several subjects (a changed role, of every channel), and reach a socket by several topics. */
function subjectOf(data: object): string {
  return JSON.stringify(data, (key, value) =>
    typeof value === 'object' || key === 'id' || key.endsWith('Id') ? value : undefined,
  );
}
