import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isStorageFull, isUnavailable } from '../database/database-errors.js';
import type { Logger } from '../logging/logger.js';
import { ProblemError } from '../problems/problem-error.js';

const RETRY_SECONDS = 1;

/** All errors become problem details here; unexpected ones are logged and answered as `internal`. */
export function problemResponder(logger: Logger) {
  return (error: FastifyError | ProblemError, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = toProblemError(error);
    if (problem.code === 'internal') {
      logger.error(
        { err: error, requestId: request.id, route: request.routeOptions.url },
        'a request failed',
      );
    } else if (problem.status >= 500) {
      logger.warn(
        { err: error, requestId: request.id, route: request.routeOptions.url },
        'a request was refused',
      );
    }
    sendProblem(problem, request, reply);
  };
}

export function sendProblem(problem: ProblemError, request: FastifyRequest, reply: FastifyReply): void {
  const { retryAfterSeconds } = problem.details;
  if (retryAfterSeconds !== undefined) reply.header('Retry-After', Math.ceil(retryAfterSeconds));
  void reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problem.toProblem(request.id)));
}

/** Any error as one of the contract's closed list. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isStorageFull(error)) return new ProblemError('storage_full', { retryAfterSeconds: 60 });
  if (isUnavailable(error)) return new ProblemError('unavailable', { retryAfterSeconds: RETRY_SECONDS });
  switch (httpStatusOf(error)) {
    case 400:
      return new ProblemError('malformed_request');
    case 413:
      return new ProblemError('payload_too_large');
    case 415:
      return new ProblemError('unsupported_media_type');
    default:
      return new ProblemError('internal');
  }
}

/** Fastify's own refusals carry a status; errors of libraries do not get to choose one. */
function httpStatusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const isFastifys = 'code' in error && String(error.code).startsWith('FST_');
  const isParsers = error instanceof SyntaxError;
  return (isFastifys || isParsers) && 'statusCode' in error ? Number(error.statusCode) : undefined;
}
