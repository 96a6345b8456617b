import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** Measures every request by method, route (not path: that would be one series for each entry) and status. */
export function measureRequests(fastify: FastifyInstance, metrics: Metrics): void {
  const durations = metrics.durations(
    'plaza_http_request_seconds',
    'Time from the request to the end of its answer',
    ['method', 'route', 'status'],
  );
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    durations.observe(labels, reply.elapsedTime / 1000);
  });
}
