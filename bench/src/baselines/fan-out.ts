/** Nothing but `ws`: what is posted is sent to all sockets as one prepared buffer. Its argument: the port. */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { WebSocket, WebSocketServer } from 'ws';

const http = createServer(async (request, response) => {
  const frame = await buffer(request);
  for (const socket of sockets.clients) {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame, { binary: false });
  }
  response.end('{}');
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => socket.send('{"event":"ready"}'));
http.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));
