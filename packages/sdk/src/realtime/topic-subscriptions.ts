import type { CommandAnswer, CommandInput } from '@plaza/contract';
import { PlazaError } from '../errors.js';

const TOPICS_PER_COMMAND = 200;
const RETRY_MS = 5_000;

interface Topic {
  subscribers: number;
  /** The cursor up to which it was received when the connection was lost; null when it never was. */
  since: string | null;
  state: 'wanted' | 'requested' | 'live' | 'refused';
}

interface Hooks {
  subscribe(data: CommandInput<'subscribe'>): Promise<CommandAnswer<'subscribe'>>;
  unsubscribe(data: CommandInput<'unsubscribe'>): Promise<unknown>;
  /** What these topics had before now is not known. */
  gap(topics: string[], isFirst: boolean): void;
  refused(topics: string[]): void;
}

/** Which topics are subscribed to, by how many, and up to where each was received. */
export class TopicSubscriptions {
  private readonly topics = new Map<string, Topic>();
  private isOnline = false;
  private isPlanned = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly hooks: Hooks) {}

  /** Gives the function that ends it. */
  subscribe(names: readonly string[]): () => void {
    const unique = [...new Set(names)];
    for (const name of unique) {
      const topic = this.topics.get(name) ?? { subscribers: 0, since: null, state: 'wanted' };
      topic.subscribers++;
      this.topics.set(name, topic);
    }
    this.plan();
    let isSubscribed = true;
    return () => {
      if (!isSubscribed) return;
      isSubscribed = false;
      for (const name of unique) {
        const topic = this.topics.get(name);
        if (topic) topic.subscribers--;
      }
      this.plan();
    };
  }

  online(): void {
    this.isOnline = true;
    this.plan();
  }

  /** The connection is lost; what was live was received up to `cursor`. */
  offline(cursor: string | null): void {
    this.isOnline = false;
    clearTimeout(this.retry);
    for (const topic of this.topics.values()) {
      if (topic.state === 'live') topic.since = cursor;
      if (topic.state === 'refused') topic.since = null;
      topic.state = 'wanted';
    }
  }

  /** All that is subscribed to in one turn, by components that mount together, becomes one command. */
  private plan(): void {
    if (this.isPlanned || !this.isOnline) return;
    this.isPlanned = true;
    queueMicrotask(() => {
      this.isPlanned = false;
      if (this.isOnline) this.sendCommands();
    });
  }

  private sendCommands(): void {
    const released: string[] = [];
    const wanted = new Map<string | null, string[]>();
    for (const [name, topic] of this.topics) {
      if (topic.subscribers > 0) {
        if (topic.state === 'wanted') wanted.set(topic.since, [...(wanted.get(topic.since) ?? []), name]);
      } else if (topic.state !== 'requested') {
        this.topics.delete(name);
        if (topic.state === 'live') released.push(name);
      }
    }
    // A topic that stays subscribed costs frames that nobody listens to, until the connection ends.
    for (const topics of chunks(released)) this.hooks.unsubscribe({ topics }).catch(() => undefined);
    for (const [since, names] of wanted) {
      for (const topics of chunks(names)) void this.request(topics, since);
    }
  }

  private async request(names: string[], since: string | null): Promise<void> {
    this.mark(names, 'requested');
    try {
      const answer = await this.hooks.subscribe({ topics: names, ...(since !== null && { since }) });
      this.mark(answer.granted, 'live');
      this.mark(answer.refused, 'refused');
      if (answer.refused.length > 0) this.hooks.refused(answer.refused);
      if (answer.granted.length > 0 && !(since !== null && answer.resumed)) {
        this.hooks.gap(answer.granted, since === null);
      }
      this.plan();
    } catch (error) {
      // Without a connection all topics are requested again when it is back.
      if (this.isOnline) this.failed(names, error);
    }
  }

  private failed(names: string[], error: unknown): void {
    const problem = error instanceof PlazaError ? error : null;
    if (problem && problem.status < 500 && problem.status !== 429) {
      this.mark(names, 'refused');
      this.hooks.refused(names);
      return;
    }
    this.mark(names, 'wanted');
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.plan(), (problem?.retryAfterSeconds ?? 0) * 1000 || RETRY_MS);
  }

  private mark(names: readonly string[], state: Topic['state']): void {
    for (const name of names) {
      const topic = this.topics.get(name);
      if (topic) topic.state = state;
    }
  }
}

function chunks(names: string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / TOPICS_PER_COMMAND) }, (_, index) =>
    names.slice(index * TOPICS_PER_COMMAND, (index + 1) * TOPICS_PER_COMMAND),
  );
}
