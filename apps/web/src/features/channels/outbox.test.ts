import type { ProblemCode, UserId } from '@plaza/contract';
import { OfflineError, PlazaError } from '@plaza/sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleChannel } from '../../client/testing/samples.js';
import { Outbox, type Outgoing } from './outbox.js';

vi.mock('../../client/plaza.js', () => ({ plaza: {}, session: { onEnd: () => undefined } }));

const { id: general } = sampleChannel('general');
const { id: random } = sampleChannel('random');
const ada = 'ada' as UserId;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('sessionStorage', memoryStorage());
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
}

function refusal(code: ProblemCode, status: number, retryAfterSeconds?: number): PlazaError {
  const retry = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new PlazaError({ type: 'about:blank', title: code, code, status, ...retry });
}

/** An outbox that can be read like a list of what it sent; each error is thrown once, in order. */
function outboxThat(...errors: Error[]) {
  const sent: string[] = [];
  const outbox = new Outbox(async ({ body }: Outgoing) => {
    const error = errors.shift();
    if (error) throw error;
    sent.push(body);
  });
  outbox.open(ada);
  return { outbox, sent };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the outbox', () => {
  it('sends the messages of a channel in order', async () => {
    const { outbox, sent } = outboxThat();
    for (const body of ['one', 'two', 'three']) outbox.send(general, body, null);
    expect(outbox.all()).toHaveLength(3);
    await settle();
    expect(sent).toEqual(['one', 'two', 'three']);
    expect(outbox.all()).toEqual([]);
  });

  it('repeats with the same nonce while the server is out of reach, and lets no later message pass', async () => {
    const { outbox, sent } = outboxThat(new OfflineError('No network'), new OfflineError('No network'));
    outbox.send(general, 'one', null);
    const [first] = outbox.all();
    outbox.send(general, 'two', null);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual([]);
    expect(outbox.all()[0]).toEqual(first);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual(['one', 'two']);
  });

  it('waits no longer once the connection is back', async () => {
    const { outbox, sent } = outboxThat(new OfflineError('No network'));
    outbox.send(general, 'one', null);
    await settle();
    outbox.retryNow();
    await settle();
    expect(sent).toEqual(['one']);
  });

  it('waits as long as slow mode asks for', async () => {
    const { outbox, sent } = outboxThat(refusal('slow_mode', 429, 30));
    outbox.send(general, 'one', null);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual(['one']);
  });

  it.each([
    ['that is refused', refusal('forbidden', 403)],
    ['that would have to wait for minutes', refusal('slow_mode', 429, 600)],
  ])('keeps a message %s until its author decides, and sends the next', async (_what, error) => {
    const { outbox, sent } = outboxThat(error);
    outbox.send(general, 'one', null);
    outbox.send(general, 'two', null);
    await settle();
    const [kept] = outbox.all();
    expect(sent).toEqual(['two']);
    expect(kept).toMatchObject({ body: 'one', refusal: error });
    if (kept) outbox.retry(kept);
    await settle();
    expect(sent).toEqual(['two', 'one']);
  });

  it('does not let one channel wait for another', async () => {
    const { outbox, sent } = outboxThat(new OfflineError('No network'));
    outbox.send(general, 'slow', null);
    outbox.send(random, 'quick', null);
    await settle();
    expect(sent).toEqual(['quick']);
  });

  it('goes on after a reload, for the same person alone', async () => {
    const { outbox } = outboxThat(new OfflineError('No network'));
    outbox.send(general, 'one', null);
    await settle();
    const other = new Outbox(async () => undefined);
    other.open('bob' as UserId);
    expect(other.all()).toEqual([]);
    outbox.send(general, 'two', null);
    const { outbox: reloaded, sent } = outboxThat();
    expect(reloaded.all().map(({ body }) => body)).toEqual(['one', 'two']);
    await settle();
    expect(sent).toEqual(['one', 'two']);
  });

  it('drops what its author discards', async () => {
    const { outbox } = outboxThat(refusal('forbidden', 403));
    outbox.send(general, 'one', null);
    await settle();
    outbox.drop(outbox.all()[0]?.nonce ?? '');
    expect(outbox.all()).toEqual([]);
  });
});
