import type { ChannelId, MessageId } from '@plaza/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { plaza } from '../../app/plaza.js';
import { putMessage } from './message-queries.js';

/** A message that the server has not acknowledged. */
export interface Outgoing {
  nonce: string;
  body: string;
  replyTo: MessageId | null;
  error: unknown;
}

/**
 * Sends messages one after the other, shown at once. The nonce makes a retry safe: whatever happened to the first try, the
 * message is there once.
 */
export function useOutbox(channelId: ChannelId) {
  const queryClient = useQueryClient();
  const [waiting, setWaiting] = useState<Outgoing[]>([]);

  const drop = (nonce: string) => setWaiting((all) => all.filter((message) => message.nonce !== nonce));
  const fail = (nonce: string, error: unknown) =>
    setWaiting((all) => all.map((message) => (message.nonce === nonce ? { ...message, error } : message)));

  const deliver = async ({ nonce, body, replyTo }: Outgoing) => {
    try {
      const message = await plaza.messages.send({
        params: { channelId },
        body: { body, nonce, ...(replyTo && { replyTo }) },
      });
      putMessage(queryClient, message);
      drop(nonce);
    } catch (error) {
      fail(nonce, error);
    }
  };
  const send = (body: string, replyTo: MessageId | null) => {
    const outgoing: Outgoing = { nonce: crypto.randomUUID(), body, replyTo, error: null };
    setWaiting((all) => [...all, outgoing]);
    void deliver(outgoing);
  };
  const retry = (outgoing: Outgoing) => {
    fail(outgoing.nonce, null);
    void deliver(outgoing);
  };
  return { waiting, send, retry, drop };
}
