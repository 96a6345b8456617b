import { Readable } from 'node:stream';
import type { ByteRange, Outgoing } from '@plaza/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../problems/problem-error.js';

/** What people upload runs no script and loads nothing, whatever it turns out to be. */
const INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/**
 * Answers with bytes, in whole, as one part, or not at all where the client has them (RFC 9110). More than one range is answered
 * in whole. Errors: `range_not_satisfiable`; those of `open`.
 */
export async function sendBytes(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, size, mediaType, cacheControl, open }: Outgoing,
): Promise<FastifyReply> {
  const tag = `"${etag}"`;
  const isKnown = has(request.headers['if-none-match'], tag);
  const range = isKnown ? undefined : rangeOf(request, tag, size);
  if (range === 'none') {
    reply.header('Content-Range', `bytes */${size}`);
    throw new ProblemError('range_not_satisfiable');
  }
  const isAskedFor = !isKnown && request.method !== 'HEAD';
  // A stream, be it empty: Fastify would take nothing at all for the length of the answer to `HEAD`.
  const content = Readable.from(isAskedFor ? await open(range) : []);
  reply.headers({ ETag: tag, 'Accept-Ranges': 'bytes', 'Content-Security-Policy': INERT });
  if (cacheControl !== undefined) reply.header('Cache-Control', cacheControl);
  if (isKnown) return reply.code(304).send();
  reply.type(mediaType).header('Content-Length', range ? range.end - range.start + 1 : size);
  if (range) reply.code(206).header('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  return reply.send(content);
}

/** Undefined for the whole, `none` where the client asks for bytes that are not there. */
function rangeOf(request: FastifyRequest, etag: string, size: number): ByteRange | 'none' | undefined {
  const { range: asked, 'if-range': condition } = request.headers;
  if (request.method !== 'GET' || asked === undefined) return undefined;
  // A date would not be exact enough, and what has changed is sent in whole.
  if (condition !== undefined && condition !== etag) return undefined;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(asked) ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return last === '0' || size === 0 ? 'none' : fromEnd(Number(last), size);
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'none' : { start, end };
}

function fromEnd(length: number, size: number): ByteRange {
  return { start: Math.max(0, size - length), end: size - 1 };
}

/** Compared weakly, as for `If-None-Match`. */
function has(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}
