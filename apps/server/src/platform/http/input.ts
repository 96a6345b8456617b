import { limits } from '@plaza/contract';
import type { z } from 'zod';
import { invalidInput, ProblemError } from '../problems/problem-error.js';

const MAX_ERRORS = 20;

/** Errors: `invalid_input` with the path of each fault. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  assertPlain(value, 1, '');
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ProblemError('invalid_input', {
    errors: result.error.issues.slice(0, MAX_ERRORS).map((issue) => ({
      path: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.'),
      code: issue.code,
      message: issue.message,
    })),
  });
}

/** Bounds nesting, and refuses text that PostgreSQL or UTF-8 cannot represent, at any depth. */
function assertPlain(value: unknown, depth: number, path: string): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) {
      throw invalidInput(path, 'invalid_text', 'Contains characters that are no text');
    }
  } else if (typeof value === 'object' && value !== null) {
    if (depth > limits.jsonDepth)
      throw new ProblemError('malformed_request', { detail: 'Nested too deeply' });
    for (const [key, child] of Object.entries(value)) {
      assertPlain(child, depth + 1, path === '' ? key : `${path}.${key}`);
    }
  }
}
