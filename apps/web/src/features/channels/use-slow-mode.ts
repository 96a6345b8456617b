import type { Channel, Message } from '@plaza/contract';
import { permissionsIn } from '@plaza/contract/permissions';
import { useEffect, useState } from 'react';
import { useViewer } from '../../client/viewer.js';

interface SlowMode {
  /** Whether it holds for the viewer. */
  isOn: boolean;
  /** Seconds until the viewer may write again. */
  wait: number;
}

/** How long the viewer has to wait in a channel with slow mode, counting down by itself. */
export function useSlowMode({ slowModeSeconds, viewer }: Channel, messages: Message[]): SlowMode {
  const viewerId = useViewer()?.id;
  const isOn = slowModeSeconds > 0 && !permissionsIn(viewer.permissions).includes('bypass_slow_mode');
  const last = isOn ? messages.findLast(({ author }) => author.id === viewerId) : undefined;
  const until = last ? Date.parse(last.createdAt) + slowModeSeconds * 1000 : 0;
  const [now, setNow] = useState(Date.now);
  const isWaiting = until > now;
  useEffect(() => {
    setNow(Date.now());
    if (!isWaiting) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return { isOn, wait: isOn ? Math.max(Math.ceil((until - now) / 1000), 0) : 0 };
}
