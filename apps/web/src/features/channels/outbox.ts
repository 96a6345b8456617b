import type { ChannelId, MessageId, UserId } from '@plaza/contract';
import { OfflineError, PlazaError } from '@plaza/sdk';
import { useSyncExternalStore } from 'react';
import { plaza, session } from '../../client/plaza.js';
import { queryClient } from '../../client/query-client.js';
import { ownWords } from '../../client/storage.js';
import { putMessage } from './history.js';
import { newNonce } from './nonce.js';

/** A message that the server has not acknowledged. */
export interface Outgoing {
  channelId: ChannelId;
  nonce: string;
  body: string;
  replyTo: MessageId | null;
  /** Why the server did not take it; null while it is on its way. */
  refusal: unknown;
}

const KEY = 'outbox';
const RETRY_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Sends messages of a channel one after the other, for as long as it takes: whatever happened to a try, the nonce makes the
 * message be there once. What is not sent yet survives leaving the screen and a reload.
 */
class Outbox {
  private ownerId: UserId | null = null;
  private messages: Outgoing[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly busy = new Set<ChannelId>();
  private readonly sleepers = new Set<() => void>();

  constructor() {
    session.onEnd(() => this.change([]));
  }

  /** Goes on with what this person had not sent before a reload. */
  open(ownerId: UserId): void {
    if (this.ownerId === ownerId) return;
    this.ownerId = ownerId;
    this.change(restore(ownerId));
    for (const { channelId } of this.messages) void this.deliver(channelId);
  }

  readonly all = (): Outgoing[] => this.messages;

  readonly follow = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  send(channelId: ChannelId, body: string, replyTo: MessageId | null): void {
    this.change([...this.messages, { channelId, nonce: newNonce(), body, replyTo, refusal: null }]);
    void this.deliver(channelId);
  }

  retry({ nonce, channelId }: Outgoing): void {
    this.refuse(nonce, null);
    void this.deliver(channelId);
  }

  drop(nonce: string): void {
    this.change(this.messages.filter((message) => message.nonce !== nonce));
  }

  /** The server may be in reach again: no need to wait longer. */
  wake(): void {
    for (const wake of this.sleepers) wake();
  }

  private async deliver(channelId: ChannelId): Promise<void> {
    if (this.busy.has(channelId)) return;
    this.busy.add(channelId);
    for (let next = this.next(channelId); next; next = this.next(channelId)) await this.attempt(next);
    this.busy.delete(channelId);
  }

  private next(channelId: ChannelId): Outgoing | undefined {
    return this.messages.find((message) => message.channelId === channelId && message.refusal === null);
  }

  private async attempt({ channelId, nonce, body, replyTo }: Outgoing): Promise<void> {
    try {
      const draft = { body, nonce, ...(replyTo && { replyTo }) };
      putMessage(queryClient, await plaza.messages.send({ params: { channelId }, body: draft }));
      this.drop(nonce);
    } catch (error) {
      const wait = waitAfter(error);
      if (wait === null) this.refuse(nonce, error);
      else await this.sleep(wait);
    }
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.sleepers.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.sleepers.add(end);
    });
  }

  private refuse(nonce: string, refusal: unknown): void {
    this.change(
      this.messages.map((message) => (message.nonce === nonce ? { ...message, refusal } : message)),
    );
  }

  private change(messages: Outgoing[]): void {
    this.messages = messages;
    ownWords.keep(KEY, messages.length > 0 ? JSON.stringify({ ownerId: this.ownerId, messages }) : null);
    for (const listener of this.listeners) listener();
  }
}

/** Null where trying again by itself is no use. */
function waitAfter(error: unknown): number | null {
  if (error instanceof OfflineError) return RETRY_MS;
  if (!(error instanceof PlazaError)) return null;
  if (error.code !== 'slow_mode' && error.code !== 'rate_limited' && error.status < 500) return null;
  const wait = (error.retryAfterSeconds ?? 0) * 1000 || RETRY_MS;
  return wait > LONGEST_WAIT_MS ? null : wait;
}

function restore(ownerId: UserId): Outgoing[] {
  const kept: { ownerId?: UserId; messages?: Outgoing[] } = JSON.parse(ownWords.read(KEY) ?? '{}');
  if (kept.ownerId !== ownerId) return [];
  return (kept.messages ?? []).map((message) => ({ ...message, refusal: null }));
}

export const outbox = new Outbox();

/** What waits to be sent to this channel, oldest first. */
export function useWaiting(channelId: ChannelId): Outgoing[] {
  const all = useSyncExternalStore(outbox.follow, outbox.all);
  return all.filter((message) => message.channelId === channelId);
}
