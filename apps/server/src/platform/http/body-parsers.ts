import { type BodyKind, limits } from '@plaza/contract';
import type { FastifyInstance } from 'fastify';

/**
 * Has the routes of this part of the server take bodies of one kind and no other. JSON and forms are buffered, up to a bound;
 * the other kinds are left to the handler, which streams them.
 */
export function acceptBodies(fastify: FastifyInstance, kind: BodyKind): void {
  switch (kind) {
    case 'json':
      fastify.removeContentTypeParser('text/plain');
      return;
    case 'form':
      fastify.removeAllContentTypeParsers();
      fastify.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string', bodyLimit: limits.bodyBytes },
        async (_request: unknown, text: string) => new URLSearchParams(text),
      );
      return;
    case 'multipart':
    case 'upload':
      fastify.removeAllContentTypeParsers();
      fastify.addContentTypeParser('*', async () => undefined);
      return;
  }
}
