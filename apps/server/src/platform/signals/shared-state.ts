/** What is known under one key: a value for each field. */
export type SharedFields = ReadonlyMap<string, string>;

/**
 * Small facts of the moment that all nodes share, such as who is online where. Each is forgotten at its time unless it is set
 * again, so that a node that died takes its facts along.
 */
export abstract class SharedState {
  /** Sets one field for `ttlMs`. */
  abstract set(key: string, field: string, value: string, ttlMs: number): Promise<void>;

  abstract remove(key: string, field: string): Promise<void>;

  /** The keys that have any field now; others are left out. While nodes cannot reach each other: as far as this one knows. */
  abstract getAll(keys: readonly string[]): Promise<ReadonlyMap<string, SharedFields>>;
}
