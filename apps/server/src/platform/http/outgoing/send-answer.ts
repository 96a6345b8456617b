import { Readable } from 'node:stream';
import type { OperationShape, Outgoing } from '@plaza/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Html } from '../html.js';
import { assertMatchesContract } from '../matches-contract.js';
import { sendBytes } from './bytes.js';
import { eventStreamText, type NamedEvent, type StreamOptions } from './event-stream.js';

/** What a handler gave back, and what sending it needs. */
export interface Answered {
  name: string;
  shape: OperationShape;
  status: number;
  response: unknown;
  /** Whether it is checked against the contract before it is sent. */
  validates: boolean;
  streamOptions(): StreamOptions;
}

/** Sends what the handler returned as the contract declares it. Errors: a plain error when it is something else. */
export async function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  answered: Answered,
): Promise<FastifyReply> {
  const { name, shape, status, response, validates } = answered;
  const { response: declared } = shape;
  reply.code(status);
  if (declared === undefined) {
    if (validates && response !== undefined && response !== null) {
      throw new Error(`${name} answers although it has nothing to say`);
    }
    return reply.send();
  }
  if (!('kind' in declared)) {
    if (validates) assertMatchesContract(name, declared, response);
    return reply.send(response);
  }
  switch (declared.kind) {
    case 'bytes':
      return sendBytes(request, reply, response as Outgoing);
    case 'redirect':
      if (typeof response !== 'string' || !URL.canParse(response, 'http://relative')) {
        throw new Error(`${name} gives no address to lead to`);
      }
      return reply.header('Location', response).send();
    case 'page':
      if (!(response instanceof Html)) throw new Error(`${name} gives no page made by \`html\``);
      return reply.type('text/html; charset=utf-8').send(response.markup);
    case 'eventStream': {
      const events = response as AsyncIterable<NamedEvent>;
      const checked = validates ? matchingEvents(name, declared.events, events) : events;
      // What stands in between must not collect it.
      reply.type('text/event-stream').header('X-Accel-Buffering', 'no');
      return reply.send(Readable.from(eventStreamText(checked, answered.streamOptions())));
    }
  }
}

async function* matchingEvents(
  name: string,
  declared: Extract<NonNullable<OperationShape['response']>, { kind: 'eventStream' }>['events'],
  events: AsyncIterable<NamedEvent>,
): AsyncGenerator<NamedEvent> {
  for await (const event of events) {
    const schema = declared[event.event];
    if (!schema) throw new Error(`${name} sends ${event.event}, which its contract does not know`);
    assertMatchesContract(`${name} ${event.event}`, schema, event.data);
    yield event;
  }
}
