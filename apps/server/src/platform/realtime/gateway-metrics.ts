import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import type { Transport } from './hub/connection.js';

/** What the gateway of this node counts for whoever watches it. */
@Injectable()
export class GatewayMetrics {
  private readonly sockets = new Map<Transport['kind'], number>([
    ['socketIo', 0],
    ['webSocket', 0],
  ]);
  readonly framesSent;
  /** Closed by the server, not by the client. */
  readonly closes;
  readonly commands;
  readonly replays;

  constructor(metrics: Metrics) {
    metrics.gauges('plaza_sockets', 'Open sockets', 'transport', async () => this.sockets);
    this.framesSent = metrics.counter('plaza_frames_sent_total', 'Events sent to sockets');
    this.closes = metrics.counter('plaza_sockets_closed_total', 'Sockets closed by the server', ['reason']);
    this.commands = metrics.counter('plaza_commands_total', 'Commands of sockets', ['command', 'outcome']);
    this.replays = metrics.counter('plaza_replays_total', 'Sockets that came back with a cursor', [
      'outcome',
    ]);
  }

  countSocket(transport: Transport['kind'], change: 1 | -1): void {
    this.sockets.set(transport, (this.sockets.get(transport) ?? 0) + change);
  }
}
