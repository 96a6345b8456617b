import { z } from 'zod';
import type { CommandAnswer, CommandName } from './commands.js';
import type { EventName, EventPayload } from './events.js';
import type { Problem } from './problems.js';

/** How both gateways are reached and how long their silence may last. */
export const gateway = {
  socketIoPath: '/socket.io',
  webSocketPath: '/ws',
  /** The plain gateway sends a `heartbeat` frame that often, because browsers hide ping frames from pages. */
  heartbeatSeconds: 25,
} as const;

/**
 * Why the plain gateway closes a socket, beside the codes of RFC 6455. It takes the upgrade first and closes then, because a
 * page in a browser cannot read a refused upgrade.
 */
export const closeCodes = {
  /** No, an ended or an expired token: take a fresh one and come back. */
  unauthenticated: 4401,
  /** `session.revoked` was the last event; there is no way back. */
  sessionRevoked: 4403,
  /** The socket did not keep up: come back with the cursor. */
  tooSlow: 4408,
  /** Too many sockets or frames: come back later. */
  rateLimited: 4429,
} as const;

const ref = z.string().min(1).max(64);

/** What a client of the plain gateway sends; `data` is checked by the schema of the command. */
export const CommandFrame = z.strictObject({ command: z.string().max(64), data: z.unknown(), ref });
export type CommandFrame = z.infer<typeof CommandFrame>;

/**
 * Each frame has a cursor of its own, also where one event makes several; null for signals of the moment, which are not
 * replayed, and for what a new subscription brings from before it.
 */
export type EventFrame = {
  [Name in EventName]: { event: Name; data: EventPayload<Name>; cursor: string | null };
}[EventName];

/** Says that the socket lives, and that everything up to `cursor` was sent; never before a replay has ended. */
export interface HeartbeatFrame {
  event: 'heartbeat';
  data: Record<string, never>;
  cursor: string | null;
}

/** `ref` is null where the frame was too broken to read its own. */
export type AnswerFrame<Name extends CommandName = CommandName> =
  | { ref: string; ok: true; data: CommandAnswer<Name> }
  | { ref: string | null; ok: false; problem: Problem };

export type ServerFrame = EventFrame | HeartbeatFrame | AnswerFrame;
