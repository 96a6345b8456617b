import { Injectable } from '@nestjs/common';
import { PlainRoutes } from '../../../platform/http/plain-routes.js';
import { ANNOUNCED_MS } from './key-calendar.js';
import { SigningKeys } from './signing-keys.js';

/** Whoever keeps a copy that long still has a new key before its first signature. */
const COPY_SECONDS = ANNOUNCED_MS / 2 / 1_000;

/** Publishes the keys that access tokens are verified with. */
@Injectable()
export class PublishedKeys {
  constructor(routes: PlainRoutes, keys: SigningKeys) {
    routes.add((fastify) => {
      fastify.get('/.well-known/jwks.json', async (_request, reply) =>
        reply
          .header('Cache-Control', `public, max-age=${COPY_SECONDS}`)
          .type('application/jwk-set+json')
          .send(JSON.stringify({ keys: await keys.published() })),
      );
    });
  }
}
