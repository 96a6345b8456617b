import type { OperationShape } from '@plaza/contract';
import type { FastifyRequest } from 'fastify';
import { invalidInput } from '../../problems/problem-error.js';
import { parse } from '../input.js';
import type { IncomingBody } from './incoming-body.js';
import { assertAccepted, bareMediaType } from './media-types.js';
import { readMultipart } from './multipart.js';

/** The validated parts of a request, and what of its body the handler reads while it works. */
export interface RequestInput {
  parts: Record<string, unknown>;
  /** Called once the handler is done. */
  close(): void;
}

const nothingOpen = (): void => undefined;

/** `incoming` is the body where it is streamed. Errors: `invalid_input` with the path of each fault; those of the kind of body. */
export async function readInput(
  { params, query, body }: OperationShape,
  request: FastifyRequest,
  incoming: IncomingBody | undefined,
): Promise<RequestInput> {
  const parts = {
    ...(params && { params: parse(params, request.params) }),
    ...(query && { query: parse(query, request.query) }),
  };
  if (!body) return { parts, close: nothingOpen };
  if (!('kind' in body)) {
    return { parts: { ...parts, body: parse(body, request.body ?? {}) }, close: nothingOpen };
  }
  if (body.kind === 'form') {
    return { parts: { ...parts, body: parse(body.fields, fieldsOf(request.body)) }, close: nothingOpen };
  }
  if (!incoming) throw new Error('A body that is streamed was read already');
  if (body.kind === 'upload') {
    const mediaType = bareMediaType(request.headers['content-type']);
    assertAccepted(mediaType, body.mediaTypes);
    const { length } = incoming;
    const content = incoming.chunks(body.maxBytes);
    return { parts: { ...parts, upload: { mediaType, length, content } }, close: nothingOpen };
  }
  const { close, ...given } = await readMultipart(body, request, incoming);
  return { parts: { ...parts, ...given }, close };
}

/** Errors: `invalid_input` for a field that stands twice: which of them counts must not be a question of who reads it. */
function fieldsOf(form: unknown): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of form instanceof URLSearchParams ? form : []) {
    if (fields.has(name)) throw invalidInput(name, 'repeated', 'Once is enough');
    fields.set(name, value);
  }
  return Object.fromEntries(fields);
}
