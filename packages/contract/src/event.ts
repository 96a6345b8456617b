import type { z } from 'zod';
import type { RateLimitClass } from './limits.js';
import type { Scope } from './scopes.js';

export interface EventShape {
  readonly summary: string;
  readonly payload: z.ZodType;
  /** Kept in the log and replayed to a client that was away; the others are signals of the moment. */
  readonly replayed: boolean;
  /** A socket whose token lacks it does not get the event. */
  readonly scope: Scope | null;
}

/** Declares one event of the gateways. */
export function event<const Shape extends EventShape>(shape: Shape): Shape {
  return shape;
}

export interface CommandShape {
  readonly summary: string;
  readonly scope: Scope | null;
  /** Counted together with the HTTP operations of the same class. */
  readonly limit: RateLimitClass;
  readonly data: z.ZodObject;
  readonly answer: z.ZodType;
  /** On the plain gateway its data alone, without `command` and `ref`, is understood as well. */
  readonly shortForm?: true;
}

/** Declares one command of the gateways. */
export function command<const Shape extends CommandShape>(shape: Shape): Shape {
  return shape;
}
