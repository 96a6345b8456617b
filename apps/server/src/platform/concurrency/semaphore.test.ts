import { describe, expect, it } from 'vitest';
import { Semaphore } from './semaphore.js';

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

describe('a semaphore', () => {
  it('lets as many run at once as it says, and the rest in their order', async () => {
    const semaphore = new Semaphore({ atOnce: 2, waiting: 10 });
    const first = work();
    const rest = work();
    const running = [
      semaphore.run(first.run('a')),
      semaphore.run(rest.run('b')),
      semaphore.run(rest.run('c')),
    ];
    expect([...first.begun, ...rest.begun]).toEqual(['a', 'b']);
    first.resolve('done');
    expect(await running[0]).toBe('done');
    expect(rest.begun).toEqual(['b', 'c']);
    rest.resolve('also done');
    expect(await Promise.all(running)).toEqual(['done', 'also done', 'also done']);
  });

  it('refuses whoever would wait too long, and takes the next once there is room', async () => {
    const semaphore = new Semaphore({ atOnce: 1, waiting: 1, whenFull: { retryAfterSeconds: 2 } });
    const busy = work();
    const running = [semaphore.run(busy.run('a')), semaphore.run(busy.run('b'))];
    await expect(semaphore.run(busy.run('c'))).rejects.toMatchObject({
      code: 'unavailable',
      details: { retryAfterSeconds: 2 },
    });
    busy.resolve('done');
    await Promise.all(running);
    await expect(semaphore.run(async () => 'd')).resolves.toBe('d');
    expect(busy.begun).toEqual(['a', 'b']);
  });

  it('goes on behind work that fails', async () => {
    const semaphore = new Semaphore({ atOnce: 1, waiting: 1 });
    const failing = work();
    const running = semaphore.run(failing.run('a'));
    const waiting = semaphore.run(async () => 'b');
    failing.reject(new Error('no'));
    await expect(running).rejects.toThrow('no');
    await expect(waiting).resolves.toBe('b');
  });

  it('lets go of whoever gives up waiting, and of nobody who runs already', async () => {
    const semaphore = new Semaphore({ atOnce: 1, waiting: 2 });
    const busy = work();
    const gaveUp = new AbortController();
    const running = semaphore.run(busy.run('a'), gaveUp.signal);
    const leaving = semaphore.run(busy.run('b'), gaveUp.signal);
    const staying = semaphore.run(busy.run('c'));
    gaveUp.abort(new Error('too late'));
    await expect(leaving).rejects.toThrow('too late');
    await expect(semaphore.run(busy.run('d'), gaveUp.signal)).rejects.toThrow('too late');
    busy.resolve('done');
    expect(await Promise.all([running, staying])).toEqual(['done', 'done']);
    expect(busy.begun).toEqual(['a', 'c']);
    await expect(semaphore.run(async () => 'e')).resolves.toBe('e');
  });
});
