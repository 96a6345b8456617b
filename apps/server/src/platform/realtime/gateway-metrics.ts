import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import type { CloseReason, Transport } from './hub/connection.js';

/** What the gateway of this node counts for whoever watches it. */
@Injectable()
export class GatewayMetrics {
  private readonly sockets = new Map<Transport['kind'], number>([
    ['socketIo', 0],
    ['webSocket', 0],
  ]);
  private readonly frames;
  private readonly closes;
  private readonly commands;
  private readonly replays;

  constructor(metrics: Metrics) {
    metrics.gauges('plaza_sockets', 'Open sockets', 'transport', async () => this.sockets);
    this.frames = metrics.counter('plaza_frames_sent_total', 'Events sent to sockets');
    this.closes = metrics.counter('plaza_sockets_closed_total', 'Sockets closed by the server', ['reason']);
    this.commands = metrics.counter('plaza_commands_total', 'Commands of sockets', ['command', 'outcome']);
    this.replays = metrics.counter('plaza_replays_total', 'Sockets that came back with a cursor', [
      'outcome',
    ]);
  }

  opened(transport: Transport['kind']): void {
    this.sockets.set(transport, (this.sockets.get(transport) ?? 0) + 1);
  }

  gone(transport: Transport['kind']): void {
    this.sockets.set(transport, (this.sockets.get(transport) ?? 1) - 1);
  }

  framesSent(count: number): void {
    if (count > 0) this.frames.inc(count);
  }

  /** By the server, not by the client. */
  closed(reason: CloseReason): void {
    this.closes.inc({ reason });
  }

  answered(command: string, outcome: string): void {
    this.commands.inc({ command, outcome });
  }

  replayed(outcome: 'resumed' | 'too_long_ago'): void {
    this.replays.inc({ outcome });
  }
}
