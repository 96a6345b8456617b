import type { EventName, EventPayload } from '@plaza/contract';
import { connectRealtime, type Realtime, type RealtimeStatus } from '@plaza/sdk';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from 'react';
import { session } from './plaza.js';
import { useViewer } from './viewer.js';

const RealtimeContext = createContext<Realtime | null>(null);

/** Keeps one connection while somebody is signed in. What is shown is loaded anew where events were missed. */
export function RealtimeProvider({ children }: { children: ReactNode }) {
  const viewerId = useViewer()?.id;
  const queryClient = useQueryClient();
  const [realtime, setRealtime] = useState<Realtime | null>(null);
  useEffect(() => {
    if (!viewerId) return;
    const connection = connectRealtime({ baseUrl: location.origin, session });
    connection.onGap(({ topics, isFirst }) => {
      if (topics === 'all' && !isFirst) void queryClient.invalidateQueries();
    });
    setRealtime(connection);
    return () => {
      setRealtime(null);
      connection.close();
    };
  }, [viewerId, queryClient]);
  return <RealtimeContext value={realtime}>{children}</RealtimeContext>;
}

/** The connection, or null for a stranger. */
export function useRealtime(): Realtime | null {
  return use(RealtimeContext);
}

/** Calls `handle` with each event of that name while the component is there. */
export function useEvent<Name extends EventName>(
  name: Name,
  handle: (payload: EventPayload<Name>) => void,
): void {
  const realtime = useRealtime();
  const handleLatest = useEffectEvent(handle);
  useEffect(() => realtime?.on(name, (payload) => handleLatest(payload)), [realtime, name]);
}

/**
 * Calls `handle` when what came before now is not known: of everything, or of one of these topics. Also once the connection
 * stands for the first time, because what was loaded before that may be old.
 */
export function useGap(handle: () => void, ...topics: string[]): void {
  const realtime = useRealtime();
  const handleLatest = useEffectEvent(handle);
  const key = topics.join(' ');
  useEffect(
    () =>
      realtime?.onGap((gap) => {
        const isOurs = gap.topics === 'all' || gap.topics.some((topic) => key.split(' ').includes(topic));
        if (isOurs) handleLatest();
      }),
    [realtime, key],
  );
}

/** Hears these topics while the component is there. */
export function useTopics(...topics: string[]): void {
  const realtime = useRealtime();
  const key = topics.join(' ');
  useEffect(() => {
    if (key !== '') return realtime?.subscribe(key.split(' '));
  }, [realtime, key]);
}

/** How the connection stands; a stranger has none and lacks nothing. */
export function useConnection(): RealtimeStatus {
  const realtime = useRealtime();
  return useSyncExternalStore(
    (listener) => realtime?.onStatus(listener) ?? (() => undefined),
    () => realtime?.status ?? 'online',
  );
}
