import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';

/**
 * Checks what is sent against the contract: nothing missing, and nothing more that might leak. Errors: a plain error that
 * says what breaks it.
 */
export function assertMatchesContract(what: string, schema: z.ZodType, value: unknown): void {
  const sent: unknown = JSON.parse(JSON.stringify(value));
  const parsed = schema.safeParse(sent);
  if (!parsed.success) throw new Error(`${what} breaks its contract: ${parsed.error.message}`);
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(parsed.data)), sent)) {
    throw new Error(`${what} has fields that its contract does not know`);
  }
}
