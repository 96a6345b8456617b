import { Injectable } from '@nestjs/common';
import type { EntryId, UserId } from '@plaza/contract';
import type { EntryRow } from './entries.sql.js';

/**
 * The parts of an entry's view by their key in it. Each owner adds its own by declaration merging; one that the contract has
 * and nobody adds does not compile.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface PartsOfEntry {}

/** The same below `viewer`: what the viewer did with it. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface PartsOfViewer {}

export interface EntryPart<Value> {
  /** False where the row alone says that there is none: no query is made where that holds for all. */
  mayHave: (row: EntryRow, viewerId: UserId | null) => boolean;
  /** The value of entries that have none. */
  none: Value;
  /** One query for all the rows, at most a page of them. */
  load: (viewerId: UserId | null, rows: EntryRow[]) => Promise<Map<EntryId, Value>>;
}

export interface LoadedParts {
  entry: PartsOfEntry;
  viewer: PartsOfViewer;
}

interface RegisteredPart {
  owner: keyof LoadedParts;
  key: string;
  part: EntryPart<unknown>;
}

/** The owners of parts register here how theirs are loaded; the views know none of them. */
@Injectable()
export class EntryParts {
  private readonly parts: RegisteredPart[] = [];

  /** Adds what is below this key in the view. */
  register<Key extends keyof PartsOfEntry>(key: Key, part: EntryPart<PartsOfEntry[Key]>): void {
    this.parts.push({ owner: 'entry', key, part });
  }

  /** Adds what is below this key in `viewer`. */
  registerForViewer<Key extends keyof PartsOfViewer>(key: Key, part: EntryPart<PartsOfViewer[Key]>): void {
    this.parts.push({ owner: 'viewer', key, part });
  }

  /** All parts of the rows, as one viewer sees them, in the order of the rows; loaded side by side. */
  async load(viewerId: UserId | null, rows: EntryRow[]): Promise<LoadedParts[]> {
    const loaded = await Promise.all(
      this.parts.map(async ({ part, ...registered }) => {
        const candidates = rows.filter((row) => part.mayHave(row, viewerId));
        const values =
          candidates.length > 0 ? await part.load(viewerId, candidates) : new Map<EntryId, unknown>();
        return { ...registered, none: part.none, values };
      }),
    );
    return rows.map((row) => {
      const parts = { entry: {} as Record<string, unknown>, viewer: {} as Record<string, unknown> };
      for (const { owner, key, none, values } of loaded) parts[owner][key] = values.get(row.id) ?? none;
      // Every key was registered with a part of its type.
      return parts as unknown as LoadedParts;
    });
  }
}
