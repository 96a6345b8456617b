import { ProblemError } from '../../problems/problem-error.js';

/** The media type of a header without its parameters, in lower case. */
export function bareMediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Errors: `unsupported_media_type` unless one of the accepted ones, such as `image/png` or `image/*`, is met. */
export function assertAccepted(mediaType: string, accepted: readonly string[]): void {
  const [family] = mediaType.split('/', 1);
  const isMet = accepted.some((one) => one === mediaType || one === `${family}/*` || one === '*/*');
  if (!isMet || !/^[\w.+-]+\/[\w.+-]+$/.test(mediaType)) {
    throw new ProblemError('unsupported_media_type', { detail: `Accepted: ${accepted.join(', ')}` });
  }
}
