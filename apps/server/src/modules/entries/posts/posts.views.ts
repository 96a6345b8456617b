import type { EntryBase, Post } from '@plaza/contract';
import type { EntryRow } from '../entries.sql.js';

export function postView(row: EntryRow, base: EntryBase): Post {
  return { kind: 'post', title: row.title ?? '', ...base };
}
