import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import { z } from 'zod';
import { ProblemError } from '../problems/problem-error.js';
import { Settings } from '../settings/settings.js';

const MAC_BYTES = 16;

type AnyKey = [unknown, ...unknown[]];

/** A list that is read page by page: its name, and the key that gives its rows their order. */
export interface List<Key> {
  readonly name: string;
  readonly key: z.ZodType<Key>;
}

/** Declares a list: `defineList('members', z.tuple([instant, UserId]))`. */
export function defineList<Key extends AnyKey>(name: string, key: z.ZodType<Key>): List<Key> {
  return { name, key };
}

/** A moment to the millisecond, as part of a key. Columns that are finer go in as text, by `column::text`. */
export const instant = z.codec(z.int(), z.date(), {
  decode: (milliseconds) => new Date(milliseconds),
  encode: (date) => date.getTime(),
});

/** For whom a cursor of a list is good, and under which sort and filters. */
export interface ListScope {
  viewerId: UserId | null;
  filters?: Record<string, string | number | boolean | null | undefined>;
}

/** What a client asks of a list. */
export interface PageQuery {
  limit: number;
  cursor?: string | undefined;
}

/** What a page of a list is read with. */
export interface PageOptions<Key, Row> extends ListScope {
  query: PageQuery;
  /** Gives at most `limit` rows in order, from behind the key on; from the start without one. */
  load: (slice: { after: Key | undefined; limit: number }) => Promise<Row[]>;
  /** `after` is the key that the page was read from. */
  keyOf: (row: Row, after: Key | undefined) => Key;
}

const Sealed = z.tuple([z.string(), z.string(), z.unknown()]);

/** Reads lists page by page. A cursor is the last key of a page, sealed for the same list, viewer, sort and filters. */
@Injectable()
export class Lists {
  private readonly secret: Buffer;

  constructor(settings: Settings) {
    this.secret = createHmac('sha256', settings.secretKey).update('plaza cursors').digest();
  }

  /** Gives one page of rows, and the cursor of the next where there are more. Errors: as `open`; those of `load`. */
  async page<Key extends AnyKey, Row>(
    list: List<Key>,
    { query, load, keyOf, ...scope }: PageOptions<Key, Row>,
  ): Promise<{ rows: Row[]; nextCursor: string | null }> {
    const after = query.cursor === undefined ? undefined : this.open(list, scope, query.cursor);
    const loaded = await load({ after, limit: query.limit + 1 });
    const rows = loaded.slice(0, query.limit);
    const last = rows.at(-1);
    const hasMore = loaded.length > query.limit && last !== undefined;
    return { rows, nextCursor: hasMore ? this.seal(list, scope, keyOf(last, after)) : null };
  }

  seal<Key extends AnyKey>(list: List<Key>, scope: ListScope, key: Key): string {
    const parts = [digest(scope.viewerId), digest(walkOf(list.name, scope)), z.encode(list.key, key)];
    const payload = Buffer.from(JSON.stringify(parts));
    return Buffer.concat([this.mac(payload), payload]).toString('base64url');
  }

  /**
   * The sealed key. Errors: `cursor_invalid` when it was edited, made elsewhere, for another viewer or by a version whose
   * keys had another shape; `cursor_mismatch` when it belongs to another list, sort or filter.
   */
  open<Key extends AnyKey>(list: List<Key>, scope: ListScope, cursor: string): Key {
    const [viewer, walk, sealedKey] = this.verified(cursor);
    if (viewer !== digest(scope.viewerId)) throw new ProblemError('cursor_invalid');
    if (walk !== digest(walkOf(list.name, scope))) throw new ProblemError('cursor_mismatch');
    const key = list.key.safeParse(sealedKey);
    if (!key.success) throw new ProblemError('cursor_invalid');
    return key.data;
  }

  private verified(cursor: string): z.infer<typeof Sealed> {
    const bytes = Buffer.from(cursor, 'base64url');
    const mac = bytes.subarray(0, MAC_BYTES);
    const payload = bytes.subarray(MAC_BYTES);
    if (mac.length < MAC_BYTES || !timingSafeEqual(mac, this.mac(payload)))
      throw new ProblemError('cursor_invalid');
    const sealed = Sealed.safeParse(JSON.parse(payload.toString()));
    if (!sealed.success) throw new ProblemError('cursor_invalid');
    return sealed.data;
  }

  private mac(payload: Buffer): Buffer {
    return createHmac('sha256', this.secret).update(payload).digest().subarray(0, MAC_BYTES);
  }
}

/** What one walk through a list is: its name under these filters. */
function walkOf(name: string, { filters = {} }: ListScope): string {
  return JSON.stringify([name, Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function digest(value: string | null): string {
  return createHash('sha256').update(String(value)).digest('base64url').slice(0, 12);
}
