import { type Problem, type ProblemCode, problems } from '@plaza/contract';

interface ProblemDetails {
  detail?: string;
  retryAfterSeconds?: number;
  errors?: { path: string; code: string; message: string }[];
}

/** An expected error from the contract's closed list: thrown once, mapped to problem details once. */
export class ProblemError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly details: ProblemDetails = {},
  ) {
    super(details.detail ?? problems[code].title);
    this.name = 'ProblemError';
  }

  get status(): number {
    return problems[this.code].status;
  }

  /** What goes over the wire (RFC 9457). */
  toProblem(requestId?: string): Problem {
    return {
      type: `/docs#problem-${this.code}`,
      title: problems[this.code].title,
      status: this.status,
      code: this.code,
      ...this.details,
      ...(requestId && { requestId }),
    };
  }
}

/** A 422 that points at one field. */
export function invalidInput(path: string, code: string, message: string): ProblemError {
  return new ProblemError('invalid_input', { errors: [{ path, code, message }] });
}
