import { Injectable } from '@nestjs/common';

/** When somebody counts as idle or gone, and how nodes keep each other up to date. */
@Injectable()
export class PresenceTimings {
  readonly idleMs: number = 300_000;
  /** A page reload must not flicker. */
  readonly goneMs: number = 15_000;
  /** States of a node expire when it does not refresh them: then it is gone itself. */
  readonly factMs: number = 90_000;
  readonly refreshMs: number = 30_000;
  readonly tickMs: number = 500;
  /** How often a last-seen time is written for people who stay. */
  readonly lastSeenMs: number = 300_000;
}

/** Members of larger communities do not see each other by that alone. */
export const SMALL_COMMUNITY = 1_000;
