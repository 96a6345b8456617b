import type { Message } from '@plaza/contract';
import { TestSocket } from '../support/socket.js';
import { eventually, type Person, type World } from '../support/world.js';

/** The sockets of one test. */
export class LiveSockets {
  private opened: TestSocket[] = [];

  async open(world: World, person: Person, cursor?: string): Promise<TestSocket> {
    const socket = await TestSocket.open(world.url, await person.token(), cursor);
    this.opened.push(socket);
    return socket;
  }

  closeAll(): void {
    for (const socket of this.opened) socket.close();
    this.opened = [];
  }
}

export function send(person: Person, channelId: string, body = 'Hello', nonce?: string): Promise<Message> {
  return person.api.messages.send({ params: { channelId }, body: { body, ...(nonce && { nonce }) } });
}

/** The latest frame of the event whose data has these values, once it is there. */
export function received(
  socket: TestSocket,
  event: string,
  data: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  return eventually(() => {
    const frame = socket.frames.findLast(
      (candidate) =>
        candidate.event === event &&
        Object.entries(data).every(([name, value]) => candidate.data[name] === value),
    );
    if (!frame)
      throw new Error(`${event} did not arrive, but ${socket.frames.map((one) => one.event).join(' ')}`);
    return frame.data;
  });
}
