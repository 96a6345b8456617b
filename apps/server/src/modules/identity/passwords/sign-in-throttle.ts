import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RateLimit, UserId } from '@plaza/contract';
import { RateLimits, subjectKey } from '../../../platform/limits/rate-limits.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';

const WINDOW_SECONDS = 15 * 60;

const limits = {
  /** Wrong passwords for one name, from wherever. */
  'sign-in.account': { requests: 10, windowSeconds: WINDOW_SECONDS },
  /** Wrong passwords from one address, for whomever. */
  'sign-in.address': { requests: 15, windowSeconds: WINDOW_SECONDS },
  /** Wrong passwords for an account from an address that it was used from before: apart, so that nobody locks it out. */
  'sign-in.known': { requests: 10, windowSeconds: WINDOW_SECONDS },
  /** Wrong passwords of someone who is signed in already. */
  'password.current': { requests: 10, windowSeconds: WINDOW_SECONDS },
} satisfies Record<string, RateLimit>;
type Counter = [name: keyof typeof limits, subject: string];

export interface SignInAttempt {
  login: string;
  ip: string;
  /** The account, where it was used from this address before. */
  knownHere: UserId | undefined;
}

/** Slows down whoever tries passwords, and nobody who knows theirs. */
@Injectable()
export class SignInThrottle {
  constructor(private readonly rates: RateLimits) {}

  /**
   * Lets `check` look at the password, unless there were too many wrong ones; a wrong one is counted before it is looked at,
   * so that many at once are no way around. Errors: `rate_limited` with the time to wait; whatever `check` throws.
   */
  async judge({ login, ip, knownHere }: SignInAttempt, check: () => Promise<boolean>): Promise<boolean> {
    if (knownHere) return this.counted([['sign-in.known', `${knownHere} ${subjectKey(ip)}`]], check);
    const account = digest(login.toLowerCase());
    return this.counted(
      [
        ['sign-in.account', account],
        ['sign-in.address', ip],
      ],
      check,
    );
  }

  /** As `judge`, for someone signed in who proves the password again. */
  async judgeProof(userId: UserId, check: () => Promise<boolean>): Promise<boolean> {
    return this.counted([['password.current', userId]], check);
  }

  private async counted(counters: Counter[], check: () => Promise<boolean>): Promise<boolean> {
    await this.count(counters);
    let isWrong = false;
    try {
      const isRight = await check();
      isWrong = !isRight;
      return isRight;
    } finally {
      if (!isWrong) await this.takeBack(counters);
    }
  }

  private async count(counters: Counter[]): Promise<void> {
    const results = await Promise.all(
      counters.map(([name, subject]) => this.rates.consume(name, subject, limits[name])),
    );
    const refused = results.filter((result) => !result.allowed);
    if (refused.length === 0) return;
    const retryAfterSeconds = Math.max(...refused.map((result) => result.resetSeconds));
    throw new ProblemError('rate_limited', { detail: 'Too many wrong passwords', retryAfterSeconds });
  }

  private async takeBack(counters: Counter[]): Promise<void> {
    await Promise.all(counters.map(([name, subject]) => this.rates.giveBack(name, subject, limits[name])));
  }
}

/** Addresses of people do not belong into the keys of a counter. */
function digest(login: string): string {
  return createHash('sha256').update(login).digest('base64url');
}
