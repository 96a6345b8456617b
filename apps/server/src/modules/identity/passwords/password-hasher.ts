import { availableParallelism } from 'node:os';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash as argon2id, parseOptions, verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import { limits } from '@plaza/contract';
import { Semaphore } from '../../../platform/concurrency/semaphore.js';
import { invalidInput } from '../../../platform/problems/problem-error.js';
import { Settings } from '../../../platform/settings/settings.js';
import { newSecret } from '../secrets.js';

/**
 * Hashing fills a core: one is left to everything else. On two cores a second hash at once gives a tenth more sign-ins and
 * makes the slowest of all other requests twice as slow.
 */
const AT_ONCE = Math.min(2, Math.max(1, availableParallelism() - 1));
/** About a second of hashing at the default cost: a longer wait is refused with a retry time. */
const MAX_WAITING = 100;
const BCRYPT = /^\$2[abxy]\$/;

/** Hashes passwords with Argon2id on other threads, and knows those that an import brought along as bcrypt. */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private readonly slots = new Semaphore({
    atOnce: AT_ONCE,
    waiting: MAX_WAITING,
    whenFull: { detail: 'Too many people are signing in right now', retryAfterSeconds: 2 },
  });
  private hashOfNobody = '';

  constructor(private readonly settings: Settings) {}

  async onModuleInit(): Promise<void> {
    this.hashOfNobody = await this.hash(newSecret());
  }

  /** Errors: `invalid_input` beyond 1 KiB, before any hashing; `unavailable` when too many wait. */
  async hash(password: string): Promise<string> {
    const bytes = bytesOf(password);
    return this.slots.run(() => argon2id(bytes, this.cost));
  }

  /**
   * Whether the password is the one of `stored`; without a stored one it is wrong after the same time. Errors: as `hash`.
   */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    const bytes = bytesOf(password);
    const known = stored ?? this.hashOfNobody;
    const isRight = await this.slots.run(() =>
      BCRYPT.test(known) ? verifyBcrypt(bytes, known) : verifyArgon2(known, bytes),
    );
    return isRight && stored !== undefined;
  }

  /** Whether the hash should be made anew at the next chance: not Argon2id, or not at today's cost. */
  isOutdated(stored: string): boolean {
    if (!stored.startsWith('$argon2id$')) return true;
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    return (
      memoryCost !== this.cost.memoryCost ||
      timeCost !== this.cost.timeCost ||
      parallelism !== this.cost.parallelism
    );
  }

  private get cost() {
    return {
      memoryCost: this.settings.argon2MemoryKib,
      timeCost: this.settings.argon2Passes,
      parallelism: 1,
    };
  }
}

/** The same password typed on two systems may differ in its code points; NFC makes them one. */
function bytesOf(password: string): Buffer {
  const bytes = Buffer.from(password.normalize('NFC'));
  if (bytes.length > limits.password.maxBytes) {
    throw invalidInput('password', 'too_big', 'At most 1 KiB');
  }
  return bytes;
}
