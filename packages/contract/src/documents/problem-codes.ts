import type { OperationShape } from '../operation.js';
import type { ProblemCode } from '../problems.js';

/** Every problem an operation can answer with: its own and those that all of its kind share, each once. */
export function problemCodes(shape: OperationShape): ProblemCode[] {
  const shared: ProblemCode[] = [
    'malformed_request',
    'unauthenticated',
    'invalid_input',
    'rate_limited',
    'internal',
    'unavailable',
  ];
  if (shape.scope) shared.push('insufficient_scope');
  if (shape.body) shared.push('payload_too_large', 'unsupported_media_type');
  if (shape.method === 'POST') shared.push('idempotency_conflict');
  return [...new Set([...shape.errors, ...shared])];
}
