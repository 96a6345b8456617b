const RETRYABLE = new Set(['40001', '40P01']);
const FULL = new Set(['53100', 'ENOSPC']);
/** The server is away, stopping, starting, or has no connection left. */
const AWAY = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '57014',
  '08000',
  '08003',
  '08006',
  '25P03',
  '25P04',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
]);
const AWAY_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** A serialisation failure or a deadlock: the same transaction may well succeed now. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(codeOf(error) ?? '');
}

/** The database cannot be reached, is overloaded, or ended the statement. */
export function isUnavailable(error: unknown): boolean {
  return AWAY.has(codeOf(error) ?? '') || (error instanceof Error && AWAY_MESSAGES.test(error.message));
}

export function isStorageFull(error: unknown): boolean {
  return FULL.has(codeOf(error) ?? '');
}

/** The unique constraint or index that an insert met, else undefined. */
export function violatedUnique(error: unknown): string | undefined {
  if (codeOf(error) !== '23505') return undefined;
  return typeof error === 'object' && error !== null && 'constraint' in error
    ? String(error.constraint)
    : undefined;
}

/** A delete met rows that still refer to what it deletes. */
export function isReferenced(error: unknown): boolean {
  return codeOf(error) === '23503';
}
