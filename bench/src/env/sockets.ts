import { WebSocket } from 'ws';
import { say } from './figures.js';
import type { Guest } from './people.js';

export const transports = ['plain', 'socketIo'] as const;
export type Transport = (typeof transports)[number];

const AT_ONCE = 20;
/** Engine.IO and Socket.IO packets by their first bytes: `0` opens, `40` connects, `2` pings, `3` pongs. */
const OPEN = 0x30;
const PING = 0x32;

/** Opens a socket for each guest; `hear` gets every message frame. Frames are not parsed: that would measure the listener. */
export async function listenAll(
  url: string,
  transport: Transport,
  guests: Guest[],
  hear: (frame: Buffer) => void,
): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (let start = 0; start < guests.length; start += AT_ONCE) {
    const some = guests.slice(start, start + AT_ONCE);
    sockets.push(...(await Promise.all(some.map(({ token }) => listen(url, transport, token, hear)))));
  }
  return sockets;
}

/** Has plain sockets subscribe to topics, and waits until all of them may. */
export async function subscribeAll(sockets: WebSocket[], topics: string[]): Promise<void> {
  const command = JSON.stringify({ command: 'subscribe', data: { topics }, ref: 'subscribe' });
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          socket.on('message', function answer(frame: Buffer) {
            if (!frame.includes('"ref":"subscribe"')) return;
            socket.off('message', answer);
            if (frame.includes(`"granted":${JSON.stringify(topics)}`)) resolve();
            else reject(new Error(`Not subscribed: ${frame}`));
          });
          socket.send(command);
        }),
    ),
  );
}

export function closeAll(sockets: WebSocket[]): void {
  for (const socket of sockets) {
    socket.removeAllListeners('close');
    socket.terminate();
  }
}

function listen(
  url: string,
  transport: Transport,
  token: string,
  hear: (frame: Buffer) => void,
): Promise<WebSocket> {
  const path = transport === 'plain' ? `/ws?token=${token}` : '/socket.io/?EIO=4&transport=websocket';
  const socket = new WebSocket(url.replace('http', 'ws') + path, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => {
      reject(new Error(`The socket was closed: ${code}`));
      say(`A socket was closed: ${code}`);
    });
    socket.on('message', (frame: Buffer) => {
      if (transport === 'socketIo' && frame[0] === OPEN) socket.send(`40${JSON.stringify({ token })}`);
      else if (transport === 'socketIo' && frame[0] === PING) socket.send('3');
      else if (frame.includes('"message.sent"')) hear(frame);
      else if (frame.includes('"ready"')) resolve(socket);
    });
  });
}
