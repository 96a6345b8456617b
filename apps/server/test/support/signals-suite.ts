import { expect, it } from 'vitest';
import type { SharedState } from '../../src/platform/signals/shared-state.js';
import type { Signals } from '../../src/platform/signals/signals.js';
import { eventually } from './eventually.js';

declare module '../../src/platform/signals/signals.js' {
  interface SignalPayloads {
    'test.wave': { from: string; count: number };
    'test.other': { from: string };
  }
}

interface Node {
  signals: Signals;
  state: SharedState;
}

/** Two nodes of one installation; without anything between them they are the same one. */
export type Installation = () => Promise<{ here: Node; there: Node }>;

/** Waits until waves of `from` arrive at `to`: a subscription takes a moment to reach the others. */
export async function connected(from: Signals, to: Signals): Promise<void> {
  let received = false;
  const unsubscribe = to.subscribe('test.other', () => {
    received = true;
  });
  await eventually(() => {
    from.publish('test.other', { from: 'connected' });
    expect(received).toBe(true);
  });
  unsubscribe();
}

/** What every way to signal between nodes must do. */
export function describesSignals(open: Installation): void {
  it('brings a signal to all nodes, its own included, once and unchanged', async () => {
    const { here, there } = await open();
    await connected(here.signals, there.signals);
    const received: unknown[] = [];
    here.signals.subscribe('test.wave', (wave) => received.push(['here', wave]));
    there.signals.subscribe('test.wave', (wave) => received.push(['there', wave]));
    await connected(here.signals, there.signals);
    here.signals.publish('test.wave', { from: 'Ada «ä» 🌱\n', count: 1 });
    here.signals.publish('test.wave', { from: 'Ada', count: 2 });
    await eventually(() => expect(received).toHaveLength(4));
    await connected(here.signals, there.signals);
    expect(received).toHaveLength(4);
    expect(received).toContainEqual(['here', { from: 'Ada «ä» 🌱\n', count: 1 }]);
    expect(received).toContainEqual(['there', { from: 'Ada «ä» 🌱\n', count: 1 }]);
    expect(received.filter((one) => Array.isArray(one) && one[0] === 'there')).toEqual([
      ['there', { from: 'Ada «ä» 🌱\n', count: 1 }],
      ['there', { from: 'Ada', count: 2 }],
    ]);
  });

  it('brings a signal only to those who subscribed to its name, and only as long as they do', async () => {
    const { here, there } = await open();
    const received: string[] = [];
    const unsubscribe = there.signals.subscribe('test.wave', ({ from }) => received.push(from));
    await connected(here.signals, there.signals);
    here.signals.publish('test.other', { from: 'nobody' });
    here.signals.publish('test.wave', { from: 'Ada', count: 1 });
    await eventually(() => expect(received).toEqual(['Ada']));
    unsubscribe();
    here.signals.publish('test.wave', { from: 'Bob', count: 1 });
    await connected(here.signals, there.signals);
    expect(received).toEqual(['Ada']);
  });

  it('goes on to the other subscribers when one fails', async () => {
    const { here } = await open();
    const received: string[] = [];
    here.signals.subscribe('test.wave', () => {
      throw new Error('no ears');
    });
    here.signals.subscribe('test.wave', ({ from }) => received.push(from));
    here.signals.publish('test.wave', { from: 'Ada', count: 1 });
    expect(received).toEqual(['Ada']);
  });

  it('shares fields between nodes until they are removed', async () => {
    const { here, there } = await open();
    await here.state.set('ada', 'desk', 'online', 60_000);
    await there.state.set('ada', 'phone', 'idle: since "noon"', 60_000);
    await there.state.set('bob', 'desk', 'online', 60_000);
    const known = await here.state.getAll(['ada', 'bob', 'nobody']);
    expect([...known.keys()].sort()).toEqual(['ada', 'bob']);
    expect(new Map(known.get('ada'))).toEqual(
      new Map([
        ['desk', 'online'],
        ['phone', 'idle: since "noon"'],
      ]),
    );
    await here.state.set('ada', 'desk', 'away', 60_000);
    await there.state.remove('ada', 'phone');
    await here.state.remove('bob', 'desk');
    await here.state.remove('nobody', 'desk');
    const then = await there.state.getAll(['ada', 'bob']);
    expect([...then].map(([key, fields]) => [key, ...fields])).toEqual([['ada', ['desk', 'away']]]);
  });

  it('forgets each field at its own time unless it is set again', async () => {
    const { here, there } = await open();
    await here.state.set('eve', 'short', 'x', 150);
    await here.state.set('eve', 'renewed', 'x', 150);
    await here.state.set('eve', 'long', 'x', 60_000);
    await here.state.set('eve', 'renewed', 'x', 60_000);
    await here.state.set('mallory', 'short', 'x', 150);
    await eventually(async () => {
      const known = await there.state.getAll(['eve', 'mallory']);
      expect([...known.keys()]).toEqual(['eve']);
      expect([...(known.get('eve')?.keys() ?? [])].sort()).toEqual(['long', 'renewed']);
    });
  });

  it('finds a few among very many keys', async () => {
    const { here, there } = await open();
    await here.state.set('person 999', 'desk', 'online', 60_000);
    const keys = Array.from({ length: 1_000 }, (_, number) => `person ${number}`);
    expect([...(await there.state.getAll(keys)).keys()]).toEqual(['person 999']);
    expect((await there.state.getAll([])).size).toBe(0);
  });
}
