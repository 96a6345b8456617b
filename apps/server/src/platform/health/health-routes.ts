import type { FastifyInstance } from 'fastify';
import type { Health } from './health.js';

const RETRY_SECONDS = 1;

/** What load balancers and supervisors ask: is the process alive, and does it want requests. */
export function serveHealth(fastify: FastifyInstance, health: Health): void {
  fastify.get('/health/live', { logLevel: 'silent' }, async (_request, reply) => {
    return reply.header('Cache-Control', 'no-store').send({ status: 'live' });
  });
  fastify.get('/health/ready', { logLevel: 'silent' }, async (_request, reply) => {
    const { isReady, checks } = await health.readiness();
    if (!isReady) reply.code(503).header('Retry-After', RETRY_SECONDS);
    return reply
      .header('Cache-Control', 'no-store')
      .send({ status: isReady ? 'ready' : 'not ready', checks });
  });
}
