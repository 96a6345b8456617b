import { describe, expect, it } from 'vitest';
import { HashingSlots } from './hashing-slots.js';

/** Work that ends on demand. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const begun: string[] = [];
  const run = (name: string) => async () => {
    begun.push(name);
    return promise;
  };
  return { begun, run, resolve, reject };
}

describe('hashing slots', () => {
  it('let as many run at once as there are, and the rest in their order', async () => {
    const slots = new HashingSlots(2, 10);
    const first = work();
    const rest = work();
    const running = [slots.run(first.run('a')), slots.run(rest.run('b')), slots.run(rest.run('c'))];
    expect([...first.begun, ...rest.begun]).toEqual(['a', 'b']);
    first.resolve('done');
    expect(await running[0]).toBe('done');
    expect(rest.begun).toEqual(['b', 'c']);
    rest.resolve('also done');
    expect(await Promise.all(running)).toEqual(['done', 'also done', 'also done']);
  });

  it('refuse who would wait too long, and take the next once there is room', async () => {
    const slots = new HashingSlots(1, 1);
    const busy = work();
    const running = [slots.run(busy.run('a')), slots.run(busy.run('b'))];
    await expect(slots.run(busy.run('c'))).rejects.toMatchObject({
      code: 'unavailable',
      details: { retryAfterSeconds: 2 },
    });
    busy.resolve('done');
    await Promise.all(running);
    await expect(slots.run(async () => 'd')).resolves.toBe('d');
    expect(busy.begun).toEqual(['a', 'b']);
  });

  it('are given back by work that fails', async () => {
    const slots = new HashingSlots(1, 1);
    const failing = work();
    const running = slots.run(failing.run('a'));
    const waiting = slots.run(async () => 'b');
    failing.reject(new Error('no'));
    await expect(running).rejects.toThrow('no');
    await expect(waiting).resolves.toBe('b');
  });
});
