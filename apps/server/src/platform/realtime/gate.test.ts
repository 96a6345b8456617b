import { describe, expect, it } from 'vitest';
import { Gate } from './gate.js';

describe('The gate', () => {
  function workers(count: number, gate: Gate) {
    let inside = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const done = Array.from({ length: count }, () =>
      gate.through(async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise<void>((resolve) => ends.push(resolve));
        inside -= 1;
      }),
    );
    return { done, ends, mostInside: () => most };
  }

  it('lets everybody through in the end, and only so many at once', async () => {
    const { done, ends, mostInside } = workers(10, new Gate({ atOnce: 3, waiting: 10 }));
    while (ends.length < 10) {
      for (const end of ends) end();
      await Promise.resolve();
    }
    for (const end of ends) end();
    await Promise.all(done);
    expect(mostInside()).toBe(3);
  });

  it('turns away who finds the line full, and opens again behind one that failed', async () => {
    const gate = new Gate({ atOnce: 1, waiting: 1 });
    const failing = gate.through(async () => {
      await Promise.resolve();
      throw new Error('it failed');
    });
    const waiting = gate.through(async () => 'in');
    await expect(gate.through(async () => 'in')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(failing).rejects.toThrow('it failed');
    expect(await waiting).toBe('in');
    expect(await gate.through(async () => 'in again')).toBe('in again');
  });
});
