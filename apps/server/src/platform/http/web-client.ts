import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import statics from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Where the build of the web client lies, seen from source and from the compiled server alike. */
const directory = fileURLToPath(new URL('../../../../web/dist/', import.meta.url));
const YEAR_SECONDS = 31_536_000;

/** Serves the built web client; assets carry their hash in the name and may be kept for ever, the page may not. */
export async function serveWebClient(fastify: FastifyInstance): Promise<void> {
  if (!existsSync(directory)) return;
  await fastify.register(statics, {
    root: directory,
    wildcard: false,
    // The build lays compressed copies beside its files.
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/');
      void reply.header(
        'Cache-Control',
        isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
      );
    },
  });
}
