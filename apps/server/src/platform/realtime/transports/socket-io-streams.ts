import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'socket.io';
import { queryOf } from './handshake.js';

type EngineSocket = Socket['conn'];

/** Knows the stream beneath each WebSocket of Engine.IO, whether the client began with one or went over to one. */
export class SocketIoStreams {
  private readonly streams = new WeakMap<EngineSocket, Duplex>();
  /** Of clients that poll and want to go over, by the id of their session. */
  private readonly upgrading = new Map<string, Duplex>();

  noteUpgrade(request: IncomingMessage, stream: Duplex): void {
    const sessionId = queryOf(request).get('sid');
    if (sessionId === null) return;
    this.upgrading.set(sessionId, stream);
    stream.once('close', () => this.upgrading.delete(sessionId));
  }

  follow(engine: EngineSocket): void {
    if (engine.transport.name === 'websocket') this.streams.set(engine, engine.request.socket);
    const sessionId = engine.transport.sid;
    engine.once('upgrade', () => {
      const stream = this.upgrading.get(sessionId);
      if (stream) this.streams.set(engine, stream);
      this.upgrading.delete(sessionId);
    });
    // Nobody asks for the request any more, and its headers weigh as much as the rest of an idle socket.
    Reflect.deleteProperty(engine, 'request');
  }

  of(engine: EngineSocket): Duplex | undefined {
    return this.streams.get(engine);
  }
}
