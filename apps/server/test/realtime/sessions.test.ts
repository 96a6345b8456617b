import { beforeAll, describe, expect, it } from 'vitest';
import { PlainClient } from './support/clients.js';
import { GatewayTestApp } from './support/gateway-test-app.js';

describe('A session whose time is over', () => {
  let context: GatewayTestApp;

  beforeAll(async () => {
    context = await GatewayTestApp.open();
  });

  it('closes its sockets although no event says so, and leaves others alone', async () => {
    const node = await context.node({ sessionCheckMs: 50 });
    const [over, living] = [await context.visitor(), await context.visitor()];
    const [his, hers] = [over, living].map(({ token }) => PlainClient.connect(node.url, { token }));
    await Promise.all([his?.ready(), hers?.ready()]);
    await context.letSessionRunOut(over);
    expect(await his?.end(2_000)).toBe('revoked');
    expect(his?.frames.at(-1)).toMatchObject({ event: 'session.revoked', data: { reason: 'expired' } });
    expect(hers?.ending).toBeUndefined();
  });
});
