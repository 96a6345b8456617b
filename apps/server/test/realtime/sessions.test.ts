import { beforeAll, describe, expect, it } from 'vitest';
import { PlainClient } from './support/clients.js';
import { GatewayGround } from './support/gateway-ground.js';

describe('A session whose time is over', () => {
  let ground: GatewayGround;

  beforeAll(async () => {
    ground = await GatewayGround.open();
  });

  it('ends its sockets although nothing tells so, and leaves others alone', async () => {
    const node = await ground.node({ sessionCheckMs: 50 });
    const [over, living] = [await ground.visitor(), await ground.visitor()];
    const [his, hers] = [over, living].map(({ token }) => PlainClient.connect(node.url, { token }));
    await Promise.all([his?.ready(), hers?.ready()]);
    await ground.letSessionRunOut(over);
    expect(await his?.end(2_000)).toBe('revoked');
    expect(his?.told.at(-1)).toMatchObject({ event: 'session.revoked', data: { reason: 'expired' } });
    expect(hers?.ending).toBeUndefined();
  });
});
