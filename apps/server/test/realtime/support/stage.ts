import type { ChannelId } from '@plaza/contract';
import { beforeAll } from 'vitest';
import type { Credentials, TestClient } from './clients.js';
import { type GatewayNode, GatewayTestApp, type Visitor } from './gateway-test-app.js';

export type Connect = (url: string, credentials: Credentials) => TestClient;

/** One node on one database, and clients of one of the gateways. */
export class Stage {
  context!: GatewayTestApp;
  node!: GatewayNode;

  constructor(readonly connect: Connect) {
    beforeAll(async () => {
      this.context = await GatewayTestApp.open();
      this.node = await this.context.node();
    });
  }

  open(visitor: Visitor, cursor?: string | null): TestClient {
    return this.connect(this.node.url, {
      token: visitor.token,
      ...(cursor !== undefined && { cursor }),
    });
  }

  /** A visitor in a channel, with a socket that is ready. */
  async listener(): Promise<{ visitor: Visitor; channel: ChannelId; client: TestClient }> {
    const visitor = await this.context.visitor();
    const channel = await this.context.channel(visitor);
    const client = this.open(visitor);
    await client.ready();
    return { visitor, channel, client };
  }
}
