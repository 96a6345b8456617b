import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/platform/logging/logger.js';
import { InProcessSharedState } from '../../src/platform/signals/in-process-shared-state.js';
import { InProcessSignals } from '../../src/platform/signals/in-process-signals.js';
import { MovableClock } from '../support/movable-clock.js';
import { describesSignals } from '../support/signals-suite.js';

const clock = new MovableClock();

describe('Signals and shared state in one process', () => {
  describesSignals(async () => {
    const node = {
      signals: new InProcessSignals(createLogger({ logLevel: 'silent' })),
      state: new InProcessSharedState(clock),
    };
    return { here: node, there: node };
  });

  it('forget by the clock of the process', async () => {
    const state = new InProcessSharedState(clock);
    await state.set('ada', 'desk', 'online', 60_000);
    clock.advance(59_000);
    expect((await state.getAll(['ada'])).size).toBe(1);
    clock.advance(2_000);
    expect((await state.getAll(['ada'])).size).toBe(0);
  });
});
