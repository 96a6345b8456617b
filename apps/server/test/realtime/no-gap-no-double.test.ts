import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelId } from '@plaza/contract';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { PlainClient } from './support/clients.js';
import { type GatewayNode, GatewayTestApp, type Visitor } from './support/gateway-test-app.js';

const CHANNELS = 3;

const writing = fc.record({
  channel: fc.nat({ max: CHANNELS - 1 }),
  beforeCommitMs: fc.nat({ max: 15 }),
  isGivenUp: fc.boolean(),
});
const writers = fc.array(fc.array(writing, { minLength: 3, maxLength: 12 }), { minLength: 2, maxLength: 6 });

const listening = fc.record({
  forMs: fc.nat({ max: 40 }),
  awayMs: fc.nat({ max: 20 }),
  node: fc.nat({ max: 1 }),
});
const readers = fc.array(fc.array(listening, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 });

type Writing = typeof writing extends fc.Arbitrary<infer Value> ? Value : never;
type Listening = typeof listening extends fc.Arbitrary<infer Value> ? Value : never;

class GivenUp extends Error {}

describe('Live and replay', () => {
  let context: GatewayTestApp;
  let nodes: GatewayNode[];

  beforeAll(async () => {
    context = await GatewayTestApp.open();
    nodes = await Promise.all([context.node(), context.node()]);
  });

  async function write(channels: ChannelId[], writings: Writing[]): Promise<void> {
    for (const { channel, beforeCommitMs, isGivenUp } of writings) {
      const said = context.say(channels[channel] as ChannelId, async () => {
        await pause(beforeCommitMs);
        if (isGivenUp) throw new GivenUp();
      });
      await said.catch((error: unknown) => {
        if (!(error instanceof GivenUp)) throw error;
      });
    }
  }

  /** Comes and goes, always with the last cursor it got, and gives everything it ever received. */
  class Reader {
    private readonly clients: PlainClient[] = [];
    private cursor: string | null = null;

    constructor(private readonly visitor: Visitor) {}

    /** Hears the log from here on. */
    async begin(): Promise<void> {
      await this.come(0);
      this.go();
    }

    async listen(times: Listening[]): Promise<void> {
      for (const { forMs, awayMs, node } of times) {
        await this.come(node);
        await pause(forMs);
        this.go();
        await pause(awayMs);
      }
    }

    async come(node: number): Promise<void> {
      const client = PlainClient.connect(nodes[node]?.url ?? '', {
        token: this.visitor.token,
        cursor: this.cursor,
      });
      this.clients.push(client);
      const { data } = await client.ready();
      expect(data.resumed).toBe(this.cursor !== null);
    }

    /** Without a word; what was on the way is lost. */
    go(): void {
      const client = this.clients.at(-1);
      this.cursor = client?.cursor ?? this.cursor;
      client?.stopListening();
      client?.vanish();
    }

    ordinalsIn(channel: ChannelId): unknown[] {
      return this.clients
        .flatMap((client) => client.events('message.deleted'))
        .filter(({ data }) => data.channelId === channel)
        .map(({ data }) => data.ordinal);
    }
  }

  it('meet without gap or double, whenever writers commit and wherever readers come and go', async () => {
    const property = fc.asyncProperty(writers, readers, async (writings, listenings) => {
      const visitors = await Promise.all(listenings.map(() => context.visitor()));
      const channels = await Promise.all(
        Array.from({ length: CHANNELS }, () => context.channel(...visitors)),
      );
      const coming = visitors.map((visitor) => new Reader(visitor));
      for (const reader of coming) await reader.begin();
      await Promise.all([
        ...writings.map((each) => write(channels, each)),
        ...coming.map((reader, index) => reader.listen(listenings[index] ?? [])),
      ]);
      await Promise.all(coming.map((reader) => reader.come(1)));
      for (const channel of channels) {
        const all = Array.from({ length: await context.lastOrdinal(channel) }, (_, index) => index + 1);
        for (const reader of coming) await eventually(() => expect(reader.ordinalsIn(channel)).toEqual(all));
      }
      for (const reader of coming) reader.go();
    });
    await fc.assert(property, { numRuns: 12, endOnFailure: true });
  });
});
