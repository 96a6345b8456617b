import { createHash } from 'node:crypto';

/** The identifier (UUIDv8) that every job of this name and key has: the table itself refuses the second. */
export function keyedJobId(name: string, key: string): string {
  const digest = createHash('sha256').update(`${name}\0${key}`).digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
