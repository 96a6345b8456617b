/** Nothing but `ws`: what is posted is sent to all sockets as one prepared buffer. Its argument: the port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { WebSocket, WebSocketServer } from 'ws';

const http = createServer((request, response) => void sendToAll(request, response));
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => socket.send('{"event":"ready"}'));
http.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));

async function sendToAll(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const frame = await buffer(request);
  for (const socket of sockets.clients) {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame, { binary: false });
  }
  response.end('{}');
}
