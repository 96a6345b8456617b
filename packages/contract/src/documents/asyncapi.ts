import { z } from 'zod';
import { commands } from '../commands.js';
import type { CommandShape, EventShape } from '../event.js';
import { events } from '../events.js';
import { closeCodes, gateway } from '../gateway.js';
import { ProblemView } from '../problems.js';
import { Cursor } from '../scalars.js';
import { scopes } from '../scopes.js';
import { type JsonSchema, SchemaBook } from './schema-book.js';

interface Reference {
  $ref: string;
}
export interface AsyncApiMessage {
  name: string;
  summary: string;
  payload: JsonSchema;
  'x-scope'?: string | null;
  'x-replayed'?: boolean;
}
export interface AsyncApiOperation {
  action: 'send' | 'receive';
  channel: Reference;
  summary: string;
  messages: Reference[];
  reply?: { channel: Reference; messages: Reference[] };
}
export interface AsyncApiDocument {
  asyncapi: '3.0.0';
  info: { title: string; version: string; description: string; license: { name: string } };
  defaultContentType: 'application/json';
  servers: Record<string, unknown>;
  channels: Record<string, { address: string; messages: Record<string, Reference>; [key: string]: unknown }>;
  operations: Record<string, AsyncApiOperation>;
  components: {
    messages: Record<string, AsyncApiMessage>;
    schemas: Record<string, JsonSchema>;
    securitySchemes: Record<string, unknown>;
  };
}

const eventList: [string, EventShape][] = Object.entries(events);
const commandList: [string, CommandShape][] = Object.entries(commands);

/** Events and commands of both gateways as AsyncAPI 3, made from the contract; `publicUrl` is the origin. */
export function asyncApiDocument(publicUrl: string, version: string): AsyncApiDocument {
  const book = new SchemaBook();
  const socketIo = socketIoChannel(book);
  const webSocket = webSocketChannel(book);
  const { host, protocol } = new URL(publicUrl);
  const isSecure = protocol === 'https:';
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Plaza realtime',
      version,
      description: [
        'Two gateways carry the same events and commands.',
        'A client keeps the last `cursor` and comes back with it: what it missed follows in order.',
        '`ready` with `resumed: false` says that it was away too long and has to load its views anew.',
      ].join('\n\n'),
      license: { name: 'AGPL-3.0-only' },
    },
    defaultContentType: 'application/json',
    servers: {
      socketIo: {
        host,
        protocol: isSecure ? 'wss' : 'ws',
        description: 'Socket.IO: `io(url, { auth: { token, cursor } })`',
        security: [{ $ref: '#/components/securitySchemes/socketIoAuth' }],
      },
      webSocket: {
        host,
        protocol: isSecure ? 'wss' : 'ws',
        description: `Plain WebSocket. Close codes: ${Object.entries(closeCodes)
          .map(([name, code]) => `${code} ${name}`)
          .join(', ')}`,
        security: [{ $ref: '#/components/securitySchemes/token' }],
      },
    },
    channels: { socketIo: socketIo.channel, webSocket: webSocket.channel },
    operations: { ...socketIo.operations, ...webSocket.operations },
    components: {
      messages: { ...socketIo.messages, ...webSocket.messages },
      schemas: book.components(),
      securitySchemes: {
        token: { type: 'httpApiKey', in: 'query', name: 'token', description: 'Access token' },
        socketIoAuth: {
          type: 'http',
          scheme: 'bearer',
          description: `Access token in the \`auth\` of the handshake. Scopes: ${Object.keys(scopes).join(', ')}`,
        },
      },
    },
  };
}

interface Written {
  channel: AsyncApiDocument['channels'][string];
  operations: AsyncApiDocument['operations'];
  messages: AsyncApiDocument['components']['messages'];
}

/** Socket.IO: the payload is the first argument, the cursor the second, the answer the acknowledgement. */
function socketIoChannel(book: SchemaBook): Written {
  const channel = new ChannelBook('socketIo', gateway.socketIoPath, {
    servers: [{ $ref: '#/servers/socketIo' }],
    description: 'Events arrive as `(data, cursor)`; commands are emitted with an acknowledgement.',
  });
  for (const [name, event] of eventList) {
    channel.addEvent(name, event, book.write(event.payload, 'output'));
  }
  for (const [name, command] of commandList) {
    channel.addCommand(name, command, book.write(command.data, 'input'), {
      oneOf: [
        object({ ok: { const: true }, data: book.write(command.answer, 'output') }),
        object({ ok: { const: false }, problem: book.define('Problem', ProblemView, 'output') }),
      ],
    });
  }
  return channel.written;
}

/** Plain WebSocket: one JSON frame each way, answers carry the `ref` of their command. */
function webSocketChannel(book: SchemaBook): Written {
  const cursor = book.write(Cursor.nullable(), 'output');
  const ref: JsonSchema = { type: 'string', minLength: 1, maxLength: 64 };
  const channel = new ChannelBook('webSocket', gateway.webSocketPath, {
    servers: [{ $ref: '#/servers/webSocket' }],
    bindings: { ws: { method: 'GET', query: book.write(HandshakeQuery, 'input'), bindingVersion: '0.1.0' } },
  });
  for (const [name, event] of eventList) {
    const data = book.write(event.payload, 'output');
    channel.addEvent(name, event, object({ event: { const: name }, data, cursor }));
  }
  const heartbeat = {
    summary: `Every ${gateway.heartbeatSeconds} s; the client has everything up to its cursor`,
    replayed: false,
    scope: null,
  };
  channel.addEvent(
    'heartbeat',
    heartbeat,
    object({ event: { const: 'heartbeat' }, data: object({}), cursor }),
  );
  for (const [name, command] of commandList) {
    const data = book.write(command.data, 'input');
    const frame = object({ command: { const: name }, data, ref });
    channel.addCommand(name, command, command.shortForm ? { anyOf: [frame, data] } : frame, {
      oneOf: [
        object({ ref, ok: { const: true }, data: book.write(command.answer, 'output') }),
        object({
          ref: { anyOf: [ref, { type: 'null' }] },
          ok: { const: false },
          problem: book.define('Problem', ProblemView, 'output'),
        }),
      ],
    });
  }
  return channel.written;
}

const HandshakeQuery = z.object({ token: z.string(), cursor: Cursor.optional() });

class ChannelBook {
  readonly written: Written;

  constructor(
    private readonly id: string,
    address: string,
    rest: Record<string, unknown>,
  ) {
    this.written = { channel: { address, ...rest, messages: {} }, operations: {}, messages: {} };
  }

  addEvent(name: string, event: Omit<EventShape, 'payload'>, payload: JsonSchema): void {
    this.addOperation(name, 'send', event.summary, [
      this.addMessage(name, event.summary, payload, { 'x-scope': event.scope, 'x-replayed': event.replayed }),
    ]);
  }

  addCommand(name: string, command: CommandShape, payload: JsonSchema, answer: JsonSchema): void {
    const asked = this.addMessage(`command.${name}`, command.summary, payload, { 'x-scope': command.scope });
    const answered = this.addMessage(`answer.${name}`, `Answer to ${name}`, answer, {});
    this.addOperation(`command.${name}`, 'receive', command.summary, [asked], {
      channel: this.reference,
      messages: [answered],
    });
  }

  private addMessage(
    name: string,
    summary: string,
    payload: JsonSchema,
    extensions: Pick<AsyncApiMessage, 'x-scope' | 'x-replayed'>,
  ): Reference {
    const key = `${this.id}.${name}`;
    this.written.messages[key] = { name, summary, payload, ...extensions };
    this.written.channel.messages[name] = { $ref: `#/components/messages/${key}` };
    return { $ref: `#/channels/${this.id}/messages/${name}` };
  }

  private addOperation(
    name: string,
    action: AsyncApiOperation['action'],
    summary: string,
    messages: Reference[],
    reply?: AsyncApiOperation['reply'],
  ): void {
    this.written.operations[`${this.id}.${name}`] = {
      action,
      channel: this.reference,
      summary,
      messages,
      ...(reply && { reply }),
    };
  }

  private get reference(): Reference {
    return { $ref: `#/channels/${this.id}` };
  }
}

/** All properties are required. */
function object(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties) };
}
