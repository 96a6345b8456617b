import type { Problem, ProblemCode } from '@plaza/contract';

/** The server refused; `code` is of the contract's closed list. */
export class PlazaError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly requestId: string | undefined;
  /** When it may be tried again, where the server says so. */
  readonly retryAfterSeconds: number | undefined;
  /** The fields that are not valid, for `invalid_input`. */
  readonly errors: NonNullable<Problem['errors']>;

  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'PlazaError';
    this.code = problem.code;
    this.status = problem.status;
    this.requestId = problem.requestId;
    this.retryAfterSeconds = problem.retryAfterSeconds;
    this.errors = problem.errors ?? [];
  }
}

/** No answer came: no network, no server, or the time was up. Whether the server did it is not known. */
export class OfflineError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OfflineError';
  }
}
