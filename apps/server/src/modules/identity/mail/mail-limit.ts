import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimits } from '../../../platform/limits/rate-limits.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';

const PER_ADDRESS = { requests: 5, windowSeconds: 3_600 };

/** Nobody's mailbox is filled by others: what anyone may ask to be mailed to one address is bounded, known or not. */
@Injectable()
export class MailLimit {
  constructor(private readonly rates: RateLimits) {}

  /** Errors: `rate_limited` with the time to wait. */
  async count(email: string): Promise<void> {
    const subject = createHash('sha256').update(email.toLowerCase()).digest('base64url');
    const result = await this.rates.consume('mail.address', subject, PER_ADDRESS);
    if (!result.allowed) throw new ProblemError('rate_limited', { retryAfterSeconds: result.resetSeconds });
  }
}
