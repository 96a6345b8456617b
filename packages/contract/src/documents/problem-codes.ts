import { kindOfAnswer } from '../answers.js';
import { isStreamed } from '../bodies.js';
import { type OperationShape, takesIdempotencyKey } from '../operation.js';
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
  if (shape.scope || shape.credentials) shared.push('insufficient_scope');
  if (shape.roles) shared.push('forbidden');
  if (shape.stepUp) shared.push('step_up_required');
  if (shape.body) shared.push('payload_too_large', 'unsupported_media_type');
  if (shape.body && isStreamed(shape.body)) shared.push('request_timeout');
  if (shape.response && kindOfAnswer(shape.response) === 'bytes') shared.push('range_not_satisfiable');
  if (takesIdempotencyKey(shape)) shared.push('idempotency_conflict');
  return [...new Set([...shape.errors, ...shared])];
}
