import { describe, expect, it } from 'vitest';
import { CommandQueue, FrameAllowance } from './inbound-limits.js';

describe('What a socket may send', () => {
  const taken = (allowance: FrameAllowance, now: number, tries: number) =>
    Array.from({ length: tries }, () => allowance.take(now)).filter(Boolean).length;

  it('is a burst, and then so many a second', () => {
    const allowance = new FrameAllowance(50, 100, 0);
    expect(taken(allowance, 0, 200)).toBe(100);
    expect(taken(allowance, 1_000, 200)).toBe(50);
    expect(taken(allowance, 1_500, 200)).toBe(25);
  });

  it('is never more than a burst, however long it sent nothing', () => {
    const allowance = new FrameAllowance(50, 100, 0);
    expect(taken(allowance, 3_600_000, 500)).toBe(100);
  });

  it('does not grow when the clock is set back', () => {
    const allowance = new FrameAllowance(50, 100, 10_000);
    expect(taken(allowance, 10_000, 200)).toBe(100);
    expect(taken(allowance, 0, 200)).toBe(0);
    expect(taken(allowance, 1_000, 200)).toBe(50);
  });
});

describe('The commands of one socket', () => {
  it('run one after the other, once the socket is up', async () => {
    const up = Promise.withResolvers<void>();
    const queue = new CommandQueue(up.promise, 10);
    const log: string[] = [];
    const ends: (() => void)[] = [];
    for (const name of ['one', 'two']) {
      queue.add(async () => {
        log.push(`${name} begins`);
        await new Promise<void>((resolve) => ends.push(resolve));
        log.push(`${name} ends`);
      });
    }
    await settle();
    expect(log).toEqual([]);
    up.resolve();
    await settle();
    expect(log).toEqual(['one begins']);
    ends[0]?.();
    await settle();
    expect(log).toEqual(['one begins', 'one ends', 'two begins']);
  });

  it('are refused when too many wait', async () => {
    const queue = new CommandQueue(Promise.resolve(), 2);
    const endless = () => new Promise<void>(() => undefined);
    expect([queue.add(endless), queue.add(endless), queue.add(endless)]).toEqual([true, true, false]);
  });
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
