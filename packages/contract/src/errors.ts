import { z } from 'zod';

/** The closed list of problem codes: what it means for a person, and the HTTP status it always has. */
export const problems = {
  malformed_request: { status: 400, title: 'The request could not be read' },
  token_invalid: { status: 400, title: 'This link or code is not valid any more' },
  unauthenticated: { status: 401, title: 'Sign in to do this' },
  invalid_credentials: { status: 401, title: 'The name or the password is wrong' },
  session_ended: { status: 401, title: 'This session has ended' },
  forbidden: { status: 403, title: 'You may not do this' },
  insufficient_scope: { status: 403, title: 'This token does not cover the operation' },
  origin_refused: { status: 403, title: 'The request comes from a foreign origin' },
  registration_closed: { status: 403, title: 'Registration is closed' },
  own_entry: { status: 403, title: 'You cannot vote on your own entry' },
  hierarchy: { status: 403, title: 'This stands at or above your own role' },
  owner_required: { status: 403, title: 'Only the owner may do this' },
  not_mutual: { status: 403, title: 'You have to follow each other to write here' },
  not_connected: { status: 403, title: 'You have to be connected to write here' },
  not_accepting: { status: 403, title: 'This person accepts no messages from you' },
  blocked_or_unavailable: { status: 403, title: 'This person is not available' },
  read_only: { status: 403, title: 'Nobody may write here' },
  not_found: { status: 404, title: 'There is nothing here' },
  conflict: { status: 409, title: 'The request meets a different state' },
  username_taken: { status: 409, title: 'This username is taken' },
  email_taken: { status: 409, title: 'This e-mail address is in use' },
  handle_taken: { status: 409, title: 'This address is taken' },
  nonce_reused: { status: 409, title: 'This nonce belongs to another message' },
  idempotency_conflict: { status: 409, title: 'This idempotency key belongs to another request' },
  would_lock_out: { status: 409, title: 'This would lock you out' },
  last_owner: { status: 409, title: 'The last owner cannot leave' },
  last_admin: { status: 409, title: 'The last administrator has to stay' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'This kind of content is not accepted' },
  invalid_input: { status: 422, title: 'Some of the input is not valid' },
  cursor_invalid: { status: 422, title: 'This cursor is not valid' },
  cursor_mismatch: { status: 422, title: 'This cursor belongs to another list' },
  too_deep: { status: 422, title: 'The conversation is too deep to go on here' },
  limit_reached: { status: 422, title: 'There are as many as there can be' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  slow_mode: { status: 429, title: 'Slow mode is on' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on the server' },
  unavailable: { status: 503, title: 'The server cannot answer right now' },
  storage_full: { status: 507, title: 'The server has no room left' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

export const ProblemView = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.enum(codes),
    requestId: z.string().optional(),
    retryAfterSeconds: z.number().optional(),
    errors: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
      .max(100)
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });
export type Problem = z.infer<typeof ProblemView>;
