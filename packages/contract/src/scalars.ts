import {
  cleanText,
  hasCombiningFlood,
  isSingleLine,
  isWellFormedText,
  withoutBidiControls,
} from '@plaza/text';
import { z } from 'zod';
import { coreLimits } from './core/limits.js';

const id = z.uuid({ version: 'v7' });

export const UserId = id.brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;
export const SessionId = id.brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;
export const EntryId = id.brand<'EntryId'>();
export type EntryId = z.infer<typeof EntryId>;
export const CommunityId = id.brand<'CommunityId'>();
export type CommunityId = z.infer<typeof CommunityId>;
export const RoleId = id.brand<'RoleId'>();
export type RoleId = z.infer<typeof RoleId>;
export const ChannelId = id.brand<'ChannelId'>();
export type ChannelId = z.infer<typeof ChannelId>;
export const MessageId = id.brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;
export const NotificationId = id.brand<'NotificationId'>();
export type NotificationId = z.infer<typeof NotificationId>;
export const EventId = id.brand<'EventId'>();
export type EventId = z.infer<typeof EventId>;

/** RFC 3339, UTC, milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 });

/** 64-bit permission set as a decimal string. */
export const PermissionSet = z
  .string()
  .max(20)
  .regex(/^(0|[1-9]\d*)$/)
  .meta({ description: '64-bit set as a decimal string' });

export const Cursor = z
  .string()
  .min(1)
  .max(512)
  .meta({ description: 'Opaque and signed; pass it back unchanged' });

function isSayable(value: string): boolean {
  return isWellFormedText(value) && !hasCombiningFlood(value);
}

/** Text that a person typed: normalised to NFC and trimmed, visible, at most `max` UTF-16 units after that. */
export function text(max: number) {
  return z
    .string()
    .max(max * 4)
    .overwrite(cleanText)
    .min(1)
    .max(max)
    .refine(isSayable, { error: 'There is nothing readable in it' });
}

/** As `text`, but may be empty. */
export function optionalText(max: number) {
  return z
    .string()
    .max(max * 4)
    .overwrite(cleanText)
    .max(max)
    .refine((value) => value === '' || isSayable(value), { error: 'There is nothing readable in it' });
}

/** As `text`, for what stands in other people's lines: it must not break or turn them. */
export function lineOfText(max: number) {
  return z
    .string()
    .max(max * 4)
    .overwrite((value) => cleanText(withoutBidiControls(value)))
    .min(1)
    .max(max)
    .refine(isSayable, { error: 'There is nothing readable in it' })
    .refine(isSingleLine, { error: 'More than one line' });
}

export const PageQuery = z.strictObject({
  limit: z.coerce.number<number>().int().min(1).max(coreLimits.page.max).default(coreLimits.page.default),
  cursor: Cursor.optional(),
});

/** One page of a list: `nextCursor` is null on the last. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item).max(coreLimits.page.max), nextCursor: Cursor.nullable() });
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** A query parameter that is a flag: `?name=1`, `?name=true`, `?name=0`. */
export const QueryFlag = z
  .enum(['0', '1', 'true', 'false'])
  .transform((value) => value === '1' || value === 'true');
