/** Why an outside request has no answer. The client that caused it learns no more than that there is none. */
export type OutboundFailure =
  /** The address is not one of the open internet, or not of a kind that is asked. */
  | 'refused'
  | 'unreachable'
  | 'too_slow'
  | 'too_large'
  | 'too_many_redirects'
  /** The caller did not want it any more. */
  | 'aborted';

export class OutboundError extends Error {
  override readonly name = 'OutboundError';

  constructor(
    readonly failure: OutboundFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
