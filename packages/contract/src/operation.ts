import type { z } from 'zod';
import { type AnswerShape, type CallAnswer, type HandlerAnswer, kindOfAnswer } from './answers.js';
import { type Body, type BodyInput, type BodyOutput, isStreamed } from './bodies.js';
import type { InstanceRole } from './identity/instance-roles.js';
import type { RateLimitClass } from './limits.js';
import type { ProblemCode } from './problems.js';
import type { Scope } from './scopes.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a token stands for: a session of the person, what they granted to another app, or a token they made for themselves. */
export type CredentialKind = 'session' | 'grant' | 'token';

export interface OperationShape {
  readonly method: Method;
  /** Relative to `/api/v1`, parameters in braces. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** `anyone` answers anonymous viewers too, `user` wants a signed-in one. */
  readonly access: 'anyone' | 'user';
  readonly scope: Scope | null;
  /** All kinds where it is absent. */
  readonly credentials?: readonly CredentialKind[];
  /** The roles on the instance that may call it; everybody where it is absent. */
  readonly roles?: readonly InstanceRole[];
  /** Wants a session that proved a credential (password, passkey, code) in the last ten minutes. */
  readonly stepUp?: true;
  readonly limit: RateLimitClass;
  readonly status: 200 | 201 | 202 | 204 | 302 | 303;
  readonly errors: readonly ProblemCode[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: Body;
  /** Absent when there is nothing to say (204, 202). */
  readonly response?: AnswerShape;
  /** The version of the API that brought it; absent for what was there from the start. */
  readonly since?: string;
  readonly deprecated?: Deprecation;
}

/** Days as `2026-01-31`. */
export interface Deprecation {
  readonly since: string;
  /** From this day on it may be gone. */
  readonly sunset?: string;
  /** What to call in its place, as `area.name`. */
  readonly instead?: string;
}

/** Declares one HTTP operation. Server routes, documents, the SDK and the sweep are made from it. */
export function operation<const Shape extends OperationShape>(shape: Shape): Shape {
  return shape;
}

/**
 * Whether its first answer can be kept and given again. What anyone may call issues tokens and ends sessions, and a body that
 * is streamed or an answer that is no JSON is not kept.
 */
export function takesIdempotencyKey(shape: OperationShape): boolean {
  return (
    shape.method === 'POST' &&
    shape.access === 'user' &&
    !(shape.body && isStreamed(shape.body)) &&
    !(shape.response && kindOfAnswer(shape.response) !== 'json')
  );
}

type Part<Shape, Key extends string, Side extends 'input' | 'output'> = Shape extends {
  readonly [K in Key]: infer Schema extends z.ZodType;
}
  ? { [K in Key]: Side extends 'input' ? z.input<Schema> : z.output<Schema> }
  : unknown;

/** What a caller passes. */
export type CallInput<Shape extends OperationShape> = Part<Shape, 'params', 'input'> &
  Part<Shape, 'query', 'input'> &
  (Shape extends { readonly body: infer Given extends Body } ? BodyInput<Given> : unknown);

/** What a handler receives, after validation. */
export type HandlerInput<Shape extends OperationShape> = Part<Shape, 'params', 'output'> &
  Part<Shape, 'query', 'output'> &
  (Shape extends { readonly body: infer Given extends Body } ? BodyOutput<Given> : unknown);

/** What the handler of an operation gives back. */
export type Answer<Shape extends OperationShape> = Shape extends {
  readonly response: infer Given extends AnswerShape;
}
  ? HandlerAnswer<Given>
  : // biome-ignore lint/suspicious/noConfusingVoidType: a handler without an answer returns nothing at all
    void;

/** What a caller of an operation gets. */
export type CallResult<Shape extends OperationShape> = Shape extends {
  readonly response: infer Given extends AnswerShape;
}
  ? CallAnswer<Given>
  : // biome-ignore lint/suspicious/noConfusingVoidType: a call without an answer returns nothing at all
    void;
