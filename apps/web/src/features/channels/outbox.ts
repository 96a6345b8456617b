import type { ChannelId, MessageId, UserId } from '@plaza/contract';
import { OfflineError, PlazaError } from '@plaza/sdk';
import { useSyncExternalStore } from 'react';
import { plaza, session } from '../../client/plaza.js';
import { queryClient } from '../../client/query-client.js';
import { unsent } from '../../client/storage.js';
import { putMessage } from './history.js';

/** A message that the server has not acknowledged. */
export interface Outgoing {
  channelId: ChannelId;
  nonce: string;
  body: string;
  replyTo: MessageId | null;
  /** Why the server refused it; null while it is on its way. */
  refusal: unknown;
}

const KEY = 'outbox';
const RETRY_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Sends the messages of a channel one after the other and repeats for as long as it takes: the nonce makes sure that a message
 * is stored once, whatever happened to an attempt. What is not sent yet survives leaving the screen and a reload.
 */
export class Outbox {
  private ownerId: UserId | null = null;
  private messages: Outgoing[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly sending = new Set<ChannelId>();
  private readonly waits = new Set<() => void>();

  constructor(private readonly deliver: (message: Outgoing) => Promise<void>) {}

  /** Goes on with what this person had not sent before a reload. */
  open(ownerId: UserId): void {
    if (this.ownerId === ownerId) return;
    this.ownerId = ownerId;
    this.change(restored(ownerId));
    for (const { channelId } of this.messages) void this.sendAll(channelId);
  }

  readonly all = (): Outgoing[] => this.messages;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  send(channelId: ChannelId, body: string, replyTo: MessageId | null): void {
    this.change([...this.messages, { channelId, nonce: newNonce(), body, replyTo, refusal: null }]);
    void this.sendAll(channelId);
  }

  retry({ nonce, channelId }: Outgoing): void {
    this.refuse(nonce, null);
    void this.sendAll(channelId);
  }

  drop(nonce: string): void {
    this.change(this.messages.filter((message) => message.nonce !== nonce));
  }

  clear(): void {
    this.change([]);
  }

  /** The server may be in reach again: no need to wait longer. */
  retryNow(): void {
    for (const end of this.waits) end();
  }

  private async sendAll(channelId: ChannelId): Promise<void> {
    if (this.sending.has(channelId)) return;
    this.sending.add(channelId);
    for (let next = this.next(channelId); next; next = this.next(channelId)) await this.attempt(next);
    this.sending.delete(channelId);
  }

  private next(channelId: ChannelId): Outgoing | undefined {
    return this.messages.find((message) => message.channelId === channelId && message.refusal === null);
  }

  private async attempt(message: Outgoing): Promise<void> {
    try {
      await this.deliver(message);
      this.drop(message.nonce);
    } catch (error) {
      const wait = waitAfter(error);
      if (wait === null) this.refuse(message.nonce, error);
      else await this.wait(wait);
    }
  }

  private wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.waits.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.waits.add(end);
    });
  }

  private refuse(nonce: string, refusal: unknown): void {
    this.change(
      this.messages.map((message) => (message.nonce === nonce ? { ...message, refusal } : message)),
    );
  }

  private change(messages: Outgoing[]): void {
    this.messages = messages;
    unsent.write(KEY, messages.length > 0 ? JSON.stringify({ ownerId: this.ownerId, messages }) : null);
    for (const listener of this.listeners) listener();
  }
}

/** Milliseconds until the next attempt; null where repeating by itself is no use. */
function waitAfter(error: unknown): number | null {
  if (error instanceof OfflineError) return RETRY_MS;
  if (!(error instanceof PlazaError)) return null;
  if (error.code !== 'slow_mode' && error.code !== 'rate_limited' && error.status < 500) return null;
  const wait = (error.retryAfterSeconds ?? 0) * 1000 || RETRY_MS;
  return wait > LONGEST_WAIT_MS ? null : wait;
}

function restored(ownerId: UserId): Outgoing[] {
  const kept: { ownerId?: UserId; messages?: Outgoing[] } = JSON.parse(unsent.read(KEY) ?? '{}');
  if (kept.ownerId !== ownerId) return [];
  return (kept.messages ?? []).map((message) => ({ ...message, refusal: null }));
}

/** Identifies a message for good; pages without https have no `crypto.randomUUID`. */
function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

export const outbox = new Outbox(async ({ channelId, nonce, body, replyTo }) => {
  const draft = { body, nonce, ...(replyTo && { replyTo }) };
  putMessage(queryClient, await plaza.messages.send({ params: { channelId }, body: draft }));
});
session.onEnd(() => outbox.clear());

/** What waits to be sent to this channel, oldest first. */
export function useOutgoing(channelId: ChannelId): Outgoing[] {
  const all = useSyncExternalStore(outbox.subscribe, outbox.all);
  return all.filter((message) => message.channelId === channelId);
}
