import { createServer, type Server } from 'node:http';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '../logging/logger.js';
import { listen } from '../process/listen.js';
import { Settings } from '../settings/settings.js';
import { Metrics } from './metrics.js';

/** Serves the metrics on a port of their own, which stays inside: it needs no sign-in. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly settings: Settings,
    private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, host } = this.settings;
    if (metricsPort === undefined) return;
    this.metrics.measureProcess();
    this.server = createServer((request, response) => {
      if (request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      this.metrics.report().then(
        ({ contentType, text }) => response.writeHead(200, { 'Content-Type': contentType }).end(text),
        (error: unknown) => {
          this.log.error({ err: error }, 'the metrics cannot be read');
          response.writeHead(500).end();
        },
      );
    });
    await listen(this.server, { setting: 'METRICS_PORT', port: metricsPort, host });
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
