import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { asyncApiDocument, openApiDocument } from '@plaza/contract/documents';
import type { FastifyInstance } from 'fastify';
import type { OperationList } from '../operation-list.js';
import { docsPage } from './docs-page.js';
import { docsStyle } from './docs-style.js';

interface StaticDocument {
  type: string;
  text: string;
  zipped: Buffer;
  tag: string;
}

/** Serves the documents of the API, and the page that shows them; each is made when it is first asked for. */
export function serveDocs(
  fastify: FastifyInstance,
  publicUrl: string,
  operations: OperationList['operations'],
): void {
  const version = releaseVersion();
  const openApi = once(() => openApiDocument(publicUrl, version, operations));
  const asyncApi = once(() => asyncApiDocument(publicUrl, version));
  const served = {
    '/docs': () => staticDocument('text/html', docsPage(openApi(), asyncApi(), publicUrl)),
    '/docs/style.css': () => staticDocument('text/css', docsStyle),
    '/api/v1/openapi.json': () => staticDocument('application/json', JSON.stringify(openApi())),
    '/api/v1/asyncapi.json': () => staticDocument('application/json', JSON.stringify(asyncApi())),
  };
  for (const [url, make] of Object.entries(served)) {
    const document = once(make);
    fastify.get(url, (request, reply) => {
      const { type, text, zipped, tag } = document();
      reply.headers({ 'Cache-Control': 'no-cache', ETag: tag, Vary: 'Accept-Encoding' });
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      reply.type(`${type}; charset=utf-8`);
      const takesZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
      return takesZipped ? reply.header('Content-Encoding', 'gzip').send(zipped) : reply.send(text);
    });
  }
}

function staticDocument(type: string, text: string): StaticDocument {
  const tag = `W/"${createHash('sha256').update(text).digest('base64url')}"`;
  return { type, text, zipped: gzipSync(text), tag };
}

function once<Made>(make: () => Made): () => Made {
  let made: { value: Made } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** That of the package, at the same path above the source and the compiled server. */
function releaseVersion(): string {
  return JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')).version;
}
