import type { SessionId, UserId } from '@plaza/contract';

/** What was taken away, or may have been. */
export interface Revocations {
  users: ReadonlySet<UserId>;
  topics: ReadonlySet<string>;
  sessions: ReadonlySet<SessionId>;
}

/**
 * Tells whoever asks for rights what was taken away while the answer was under way: such an answer may be older than the
 * revocation, which found nothing to revoke.
 */
export class GrantJournal {
  private readonly watches = new Set<GrantWatch>();

  /** While somebody watches, no event may be passed over. */
  get isWatched(): boolean {
    return this.watches.size > 0;
  }

  /** Runs `ask` with a watch that began before it. */
  async watch<Answer>(ask: (watch: GrantWatch) => Promise<Answer>): Promise<Answer> {
    const watch = new GrantWatch();
    this.watches.add(watch);
    try {
      return await ask(watch);
    } finally {
      this.watches.delete(watch);
    }
  }

  note(revocations: Revocations): void {
    for (const watch of this.watches) watch.note(revocations);
  }
}

export class GrantWatch {
  private readonly seen: Revocations[] = [];

  note(revocations: Revocations): void {
    this.seen.push(revocations);
  }

  /** Whether rights of the user, or to one of the topics, were taken away since the watch began. */
  saw(userId: UserId, topics: readonly string[]): boolean {
    return this.seen.some(
      (entry) => entry.users.has(userId) || topics.some((topic) => entry.topics.has(topic)),
    );
  }

  sawEnd(sessionId: SessionId): boolean {
    return this.seen.some(({ sessions }) => sessions.has(sessionId));
  }
}
