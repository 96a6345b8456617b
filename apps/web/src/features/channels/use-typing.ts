import type { Channel, UserSummary } from '@plaza/contract';
import { useEffect, useRef, useState } from 'react';
import { useEvent, useRealtime } from '../../client/realtime.js';
import { useViewer } from '../../client/viewer.js';

/** A little more than the interval that the server lets through. */
const SIGNAL_MS = 3_100;
const SHOWN_MS = 10_000;

/** Who is typing here now. */
export function useTypingPeople(channel: Channel): UserSummary[] {
  const viewer = useViewer();
  const [typing, setTyping] = useState<{ user: UserSummary; until: number }[]>([]);
  useEvent('user.typing', ({ channelId, user }) => {
    if (channelId !== channel.id || user.id === viewer?.id) return;
    const until = Date.now() + SHOWN_MS;
    setTyping((all) => [...all.filter((one) => one.user.id !== user.id), { user, until }]);
  });
  useEvent('message.sent', ({ channelId, author }) => {
    if (channelId === channel.id) setTyping((all) => all.filter((one) => one.user.id !== author.id));
  });
  useEffect(() => {
    if (typing.length === 0) return;
    const soonest = Math.min(...typing.map(({ until }) => until));
    const timer = setTimeout(
      () => setTyping((all) => all.filter(({ until }) => until > Date.now())),
      Math.max(soonest - Date.now(), 0) + 50,
    );
    return () => clearTimeout(timer);
  }, [typing]);
  return typing.map(({ user }) => user);
}

/** Signals to the others that the viewer types, on each key but at most every 3 s; `stop` once the message is sent. */
export function useTypingSignal(channel: Channel): { signal: () => void; stop: () => void } {
  const realtime = useRealtime();
  const lastSignal = useRef(0);
  const next = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = () => {
    clearTimeout(next.current);
    next.current = undefined;
  };
  useEffect(() => () => clearTimeout(next.current), []);

  const send = () => {
    next.current = undefined;
    lastSignal.current = Date.now();
    // Nobody misses a typing signal that did not arrive.
    realtime?.command('typing.start', { channelId: channel.id }).catch(() => undefined);
  };
  const signal = () => {
    if (realtime?.status !== 'online' || next.current !== undefined) return;
    const wait = lastSignal.current + SIGNAL_MS - Date.now();
    if (wait <= 0) send();
    else next.current = setTimeout(send, wait);
  };
  return { signal, stop };
}
