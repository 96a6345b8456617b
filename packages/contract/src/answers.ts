import type { z } from 'zod';

/** Bytes of one of these media types, in whole or in part. */
export interface BytesAnswer {
  readonly kind: 'bytes';
  readonly mediaTypes: readonly string[];
}

/** Leads elsewhere; the status of the operation is 302 or 303. */
export interface RedirectAnswer {
  readonly kind: 'redirect';
}

/** Server-sent events, by their names. */
export interface EventStreamAnswer {
  readonly kind: 'eventStream';
  readonly events: Readonly<Record<string, z.ZodType>>;
}

/** A page for a person, HTML. */
export interface PageAnswer {
  readonly kind: 'page';
}

/** What an operation answers with; a schema alone stands for JSON. */
export type AnswerShape = z.ZodType | BytesAnswer | RedirectAnswer | EventStreamAnswer | PageAnswer;
export type AnswerKind = 'json' | Exclude<AnswerShape, z.ZodType>['kind'];

export function bytes(...mediaTypes: [string, ...string[]]) {
  return { kind: 'bytes', mediaTypes } as const satisfies BytesAnswer;
}

export function redirect() {
  return { kind: 'redirect' } as const satisfies RedirectAnswer;
}

export function eventStream<const Events extends EventStreamAnswer['events']>(events: Events) {
  return { kind: 'eventStream', events } as const satisfies EventStreamAnswer;
}

export function htmlPage() {
  return { kind: 'page' } as const satisfies PageAnswer;
}

export function kindOfAnswer(answer: AnswerShape): AnswerKind {
  return 'kind' in answer ? answer.kind : 'json';
}

/** A part of some bytes: both ends belong to it. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Bytes on their way out. */
export interface Outgoing {
  mediaType: string;
  /** Of the whole. */
  size: number;
  /** Names exactly these bytes: equal only where every byte is. Without quotes. */
  etag: string;
  /** Called at most once, and not for a client that has them; the whole without a range. */
  open(range?: ByteRange): Promise<AsyncIterable<Uint8Array>> | AsyncIterable<Uint8Array>;
  /** `no-store` unless said otherwise. */
  cacheControl?: string;
}

/** One of the events of a stream. */
export type StreamedEvent<Events extends EventStreamAnswer['events']> = {
  [Name in keyof Events & string]: { event: Name; data: z.output<Events[Name]>; id?: string };
}[keyof Events & string];

/** What a handler gives back. */
export type HandlerAnswer<Given> = Given extends z.ZodType
  ? z.output<Given>
  : Given extends BytesAnswer
    ? Outgoing
    : Given extends RedirectAnswer
      ? string
      : Given extends EventStreamAnswer
        ? AsyncIterable<StreamedEvent<Given['events']>>
        : Given extends PageAnswer
          ? { readonly markup: string }
          : never;

/** What a caller gets. */
export type CallAnswer<Given> = Given extends z.ZodType
  ? z.output<Given>
  : Given extends RedirectAnswer
    ? string
    : Response;
