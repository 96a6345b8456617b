import { communityLimits } from './communities/limits.js';
import { coreLimits, coreRateLimits } from './core/limits.js';
import { entryLimits } from './entries/limits.js';
import { feedLimits } from './feeds/limits.js';
import { graphLimits, graphRateLimits } from './graph/limits.js';
import { identityLimits, identityRateLimits } from './identity/limits.js';
import { messagingLimits, messagingRateLimits } from './messaging/limits.js';

/** Every maximum a client may want to show before it sends. Free of dependencies, so that a web page can import it alone. */
export const limits = {
  ...coreLimits,
  ...identityLimits,
  ...graphLimits,
  ...entryLimits,
  ...feedLimits,
  ...communityLimits,
  ...messagingLimits,
} as const;

export interface RateLimit {
  readonly requests: number;
  readonly windowSeconds: number;
}

/** Requests per window for one user (or one address when nobody is signed in). */
export const rateLimitClasses = {
  ...coreRateLimits,
  ...identityRateLimits,
  ...graphRateLimits,
  ...messagingRateLimits,
} as const satisfies Record<string, RateLimit>;
export type RateLimitClass = keyof typeof rateLimitClasses;
