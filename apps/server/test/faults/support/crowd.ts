import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelId, EntryId, UserId } from '@plaza/contract';
import { createClient, OfflineError, type Plaza, PlazaError } from '@plaza/sdk';
import { Clock } from '../../../src/platform/clock/clock.js';
import { Ids } from '../../../src/platform/ids/ids.js';
import { Guild } from '../../communities/guild.js';
import { type Person, register } from '../../support/person.js';
import { Ledger, type WriteKind } from './ledger.js';

/** Between two writes of one person: the load is bounded. */
const BREATH_MS = 15;
const RETRY_MS = 50;
const POSTS = 3;

const ids = new Ids(new Clock());

interface Write {
  kind: WriteKind;
  key: string;
  send(api: Plaza): Promise<unknown>;
}

interface Writer {
  person: Person;
  api: Plaza;
  /** What they have not voted on yet; a vote is never changed, so that its row shows whether it was lost. */
  votable: EntryId[];
  /** Whom they do not follow yet. */
  followable: UserId[];
}

export interface CrowdOptions {
  writers: number;
  listeners: number;
  /** People who do nothing but be followed. */
  stars?: number;
}

/** People who write to channels, comment, vote and follow, each one thing after the other, and note every answer. */
export class Crowd {
  readonly ledger = new Ledger();
  /** The longest time a write took from its first attempt to its answer. */
  slowestMs = 0;
  private readonly stopping = new AbortController();
  private load: Promise<unknown> | undefined;
  private failure: unknown;

  private constructor(
    readonly channels: ChannelId[],
    readonly guild: Guild,
    readonly audience: Person[],
    private readonly writers: Writer[],
    private readonly posts: EntryId[],
  ) {}

  /** Brings the people to a server; `addresses` are given to the writers in turn. */
  static async gather(addresses: string[], options: CrowdOptions): Promise<Crowd> {
    const [first = ''] = addresses;
    const people = (name: string, count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => register(first, nameOf(name, index))));
    const owner = await register(first, nameOf('owner', 0));
    const [writing, audience, stars] = [
      await people('writer', options.writers),
      await people('listener', options.listeners),
      await people('star', options.stars ?? 20),
    ];
    const guild = await Guild.found(owner, [...writing, ...audience]);
    const channels = [(await guild.general()).id, (await guild.channel('second')).id];
    const posts: EntryId[] = [];
    for (let count = 0; count < POSTS; count += 1) {
      posts.push(
        (await owner.api.posts.create({ body: { title: 'A post', body: nameOf('post', count) } })).id,
      );
    }
    const writers = writing.map((person, index) => ({
      person,
      api: createClient({ baseUrl: addresses[index % addresses.length] ?? first, session: person.session }),
      votable: [...posts],
      followable: stars.map(({ id }) => id),
    }));
    return new Crowd(channels, guild, audience, writers, posts);
  }

  begin(): void {
    this.load = Promise.all(this.writers.map((writer) => this.keepWriting(writer))).catch((error) => {
      this.failure = error;
    });
  }

  /** Resolves once that many more writes were acknowledged. */
  async progress(writes: number, patienceMs = 30_000): Promise<void> {
    const goal = this.ledger.acknowledged + writes;
    const deadline = performance.now() + patienceMs;
    while (this.ledger.acknowledged < goal) {
      if (this.failure) throw this.failure;
      if (performance.now() > deadline) throw new Error(`Fewer than ${writes} writes were acknowledged`);
      await pause(5);
    }
  }

  /** Sends the writers of a server that is gone to another. */
  moveTo(address: string): void {
    for (const writer of this.writers) {
      writer.api = createClient({ baseUrl: address, session: writer.person.session });
    }
  }

  /** Nobody begins another write; resolves when each has the answer to the last one. */
  async end(): Promise<void> {
    this.stopping.abort();
    await this.load;
    if (this.failure) throw this.failure;
  }

  private async keepWriting(writer: Writer): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.untilAnswered(writer, this.choose(writer));
      await pause(BREATH_MS);
    }
  }

  /** Repeats the write under its own key until the server says yes or no. */
  private async untilAnswered(writer: Writer, write: Write): Promise<void> {
    const began = performance.now();
    this.ledger.note(write.kind, write.key, 'open');
    for (;;) {
      try {
        await write.send(writer.api);
        this.ledger.note(write.kind, write.key, 'acknowledged');
        break;
      } catch (error) {
        if (error instanceof PlazaError && error.status < 500) {
          this.ledger.note(write.kind, write.key, 'refused');
          break;
        }
        if (!(error instanceof OfflineError) && !isPassing(error)) throw error;
        await pause(RETRY_MS);
      }
    }
    this.slowestMs = Math.max(this.slowestMs, performance.now() - began);
  }

  private choose(writer: Writer): Write {
    const entryId = writer.votable.pop();
    if (entryId && Math.random() < 0.5) return vote(writer.person.id, entryId);
    if (entryId) writer.votable.push(entryId);
    const followeeId = Math.random() < 0.1 ? writer.followable.pop() : undefined;
    if (followeeId) return follow(writer.person.id, followeeId);
    if (Math.random() < 0.25) return this.comment();
    if (Math.random() < 0.05) return lostMessage();
    return message(pick(this.channels));
  }

  private comment(): Write {
    const key = randomBytes(12).toString('hex');
    const params = { entryId: pick(this.posts) };
    return {
      kind: 'entry',
      key,
      send: async (api) => {
        const { id } = await api.entries.comment({ params, body: { body: key } }, { idempotencyKey: key });
        const others = this.writers.filter((writer) => writer.api !== api && writer.votable.length < 5);
        for (const other of others.slice(0, 2)) if (!other.votable.includes(id)) other.votable.push(id);
      },
    };
  }
}

function message(channelId: ChannelId): Write {
  const key = randomBytes(12).toString('hex');
  return {
    kind: 'message',
    key,
    send: (api) =>
      api.messages.send({ params: { channelId }, body: { body: key, nonce: key } }, { idempotencyKey: key }),
  };
}

/** A message to a channel that was never there: the server has to refuse it. */
function lostMessage(): Write {
  return message(ids.next<ChannelId>());
}

function vote(userId: UserId, entryId: EntryId): Write {
  const value = Math.random() < 0.7 ? 1 : -1;
  return {
    kind: 'vote',
    key: `${userId} ${entryId}`,
    send: (api) => api.entries.vote({ params: { entryId }, body: { value } }),
  };
}

function follow(userId: UserId, followeeId: UserId): Write {
  return {
    kind: 'follow',
    key: `${userId} ${followeeId}`,
    send: (api) => api.graph.follow({ params: { userId: followeeId } }),
  };
}

function isPassing(error: unknown): boolean {
  return error instanceof PlazaError && error.status === 503;
}

function pick<Thing>(things: readonly Thing[]): Thing {
  const thing = things[Math.floor(Math.random() * things.length)];
  if (thing === undefined) throw new Error('There is nothing to pick from');
  return thing;
}

function nameOf(role: string, index: number): string {
  return `${role}_${index}_${randomBytes(4).toString('hex')}`;
}
