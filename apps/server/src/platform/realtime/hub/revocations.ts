import type { SessionId, UserId } from '@plaza/contract';
import { ProblemError } from '../../problems/problem-error.js';

const MAX_ASKS = 5;

/** Whose subscriptions and which sessions events put in question. */
export interface Revoked {
  users: ReadonlySet<UserId>;
  topics: ReadonlySet<string>;
  sessions: ReadonlySet<SessionId>;
}

/** What was revoked since a question about access began: an answer may be older than that. */
export class RevocationWatch {
  private readonly seen: Revoked[] = [];

  note(revoked: Revoked): void {
    this.seen.push(revoked);
  }

  concerns(userId: UserId, topics: readonly string[]): boolean {
    return this.seen.some(
      (revoked) => revoked.users.has(userId) || topics.some((topic) => revoked.topics.has(topic)),
    );
  }

  sawEndOf(sessionId: SessionId): boolean {
    return this.seen.some(({ sessions }) => sessions.has(sessionId));
  }
}

/**
 * Tells whoever asks about access what was revoked while the answer was under way: such an answer may be older than the
 * revocation, which found no subscription to remove.
 */
export class Revocations {
  private readonly watches = new Set<RevocationWatch>();

  /** While somebody watches, no event may be passed over. */
  get isWatched(): boolean {
    return this.watches.size > 0;
  }

  /** Runs `ask` with a watch that began before it. */
  async watch<Answer>(ask: (watch: RevocationWatch) => Promise<Answer>): Promise<Answer> {
    const watch = new RevocationWatch();
    this.watches.add(watch);
    try {
      return await ask(watch);
    } finally {
      this.watches.delete(watch);
    }
  }

  /**
   * Asks for topics of a user and uses the answer in the same turn; asks again when some were revoked meanwhile. Errors:
   * `unavailable` when that does not end.
   */
  async settle<Result>(
    userId: UserId,
    ask: () => Promise<string[]>,
    use: (topics: string[]) => Result,
  ): Promise<Result> {
    for (let asks = 0; asks < MAX_ASKS; asks += 1) {
      const settled = await this.watch(async (watch) => {
        const topics = await ask();
        return watch.concerns(userId, topics) ? undefined : { result: use(topics) };
      });
      if (settled) return settled.result;
    }
    throw new ProblemError('unavailable', { retryAfterSeconds: 1 });
  }

  note(revoked: Revoked): void {
    for (const watch of this.watches) watch.note(revoked);
  }
}
