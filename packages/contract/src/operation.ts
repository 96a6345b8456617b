import type { z } from 'zod';
import type { RateLimitClass } from './limits.js';
import type { ProblemCode } from './problems.js';
import type { Scope } from './scopes.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface OperationShape {
  readonly method: Method;
  /** Relative to `/api/v1`, parameters in braces. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** `anyone` answers anonymous viewers too, `user` wants a signed-in one. */
  readonly access: 'anyone' | 'user';
  readonly scope: Scope | null;
  readonly limit: RateLimitClass;
  readonly status: 200 | 201 | 202 | 204;
  readonly errors: readonly ProblemCode[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Absent when there is nothing to say (204, 202). */
  readonly response?: z.ZodType;
}

/** Declares one HTTP operation. Server routes, documents, the SDK and the sweep are made from it. */
export function operation<const Shape extends OperationShape>(shape: Shape): Shape {
  return shape;
}

type Part<Shape, Key extends string, Side extends 'input' | 'output'> = Shape extends {
  readonly [K in Key]: infer Schema extends z.ZodType;
}
  ? { [K in Key]: Side extends 'input' ? z.input<Schema> : z.output<Schema> }
  : unknown;

/** What a caller passes. */
export type CallInput<Shape extends OperationShape> = Part<Shape, 'params', 'input'> &
  Part<Shape, 'query', 'input'> &
  Part<Shape, 'body', 'input'>;

/** What a handler receives, after validation. */
export type HandlerInput<Shape extends OperationShape> = Part<Shape, 'params', 'output'> &
  Part<Shape, 'query', 'output'> &
  Part<Shape, 'body', 'output'>;

/** What the operation answers with. */
export type Answer<Shape extends OperationShape> = Shape extends {
  readonly response: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : // biome-ignore lint/suspicious/noConfusingVoidType: a handler without an answer returns nothing at all
    void;
