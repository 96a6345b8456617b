/** A map of at most `capacity` entries: who was not asked for longest makes room. */
export class RecentMap<Key, Value> {
  private readonly entries = new Map<Key, Value>();

  constructor(private readonly capacity: number) {}

  get(key: Key): Value | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= this.capacity) return;
    for (const eldest of this.entries.keys()) {
      this.entries.delete(eldest);
      return;
    }
  }

  delete(key: Key): void {
    this.entries.delete(key);
  }
}
