import type { UserId } from '@plaza/contract';
import type { Recipients } from '../effects.js';

/** Whom a frame reaches among the subscribers of its topic. */
export interface Reach {
  topic: string;
  among?: ReadonlySet<UserId>;
  except?: ReadonlySet<UserId>;
}

/** `among` is whom the filter of the recipients picked. */
export function reachOf(to: Recipients, among?: ReadonlySet<UserId>): Reach {
  return { topic: to.topic, ...(to.except && { except: new Set(to.except) }), ...(among && { among }) };
}
