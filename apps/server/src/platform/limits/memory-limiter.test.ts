import { describe, expect, it } from 'vitest';
import { MemoryLimiter } from './memory-limiter.js';

describe('MemoryLimiter', () => {
  it('forgets who was idle longest rather than growing without end', async () => {
    const limiter = new MemoryLimiter({ points: 10, duration: 60 }, 3);
    await limiter.consume('busy');
    for (let stranger = 1; stranger <= 100; stranger += 1) {
      await limiter.consume(`stranger ${stranger}`);
      await limiter.consume('busy').catch(() => undefined);
    }
    expect(limiter.dump().storage.map((record) => record.key)).toEqual([
      'busy',
      'stranger 99',
      'stranger 100',
    ]);
    await expect(limiter.consume('busy')).rejects.toMatchObject({ remainingPoints: 0 });
  });
});
