import type { EventName, EventPayload, UserId } from '@plaza/contract';
import { connectRealtime, type Realtime, type RealtimeStatus } from '@plaza/sdk';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
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

/** What a feature needs to keep its cached data up to date whatever screen is open. */
export interface LiveConnection {
  realtime: Realtime;
  queryClient: QueryClient;
  viewerId: UserId;
}

/** Registers event handlers on a new connection, before its first event. */
export type RealtimeHandler = (connection: LiveConnection) => void;

interface RealtimeProviderProps {
  handlers: readonly RealtimeHandler[];
  children: ReactNode;
}

const RealtimeContext = createContext<Realtime | null>(null);

/** Keeps one connection while somebody is signed in. Everything is loaded again where events were missed. */
export function RealtimeProvider({ handlers, children }: RealtimeProviderProps) {
  const viewerId = useViewer()?.id;
  const queryClient = useQueryClient();
  const [realtime, setRealtime] = useState<Realtime | null>(null);
  useEffect(() => {
    if (!viewerId) return;
    const connection = connectRealtime({ baseUrl: location.origin, session });
    connection.onGap(({ topics, isFirst }) => {
      if (topics === 'all' && !isFirst) void queryClient.invalidateQueries();
    });
    for (const handle of handlers) handle({ realtime: connection, queryClient, viewerId });
    setRealtime(connection);
    return () => {
      setRealtime(null);
      connection.close();
    };
  }, [viewerId, queryClient, handlers]);
  return <RealtimeContext value={realtime}>{children}</RealtimeContext>;
}

/** The connection, or null for a stranger. */
export function useRealtime(): Realtime | null {
  return use(RealtimeContext);
}

/** Calls `handle` with each event of that name while the component is mounted. */
export function useEvent<Name extends EventName>(
  name: Name,
  handle: (payload: EventPayload<Name>) => void,
): void {
  const realtime = useRealtime();
  const handleLatest = useEffectEvent(handle);
  useEffect(() => realtime?.on(name, (payload) => handleLatest(payload)), [realtime, name]);
}

/**
 * Calls `handle` when events were missed: all of them, or those of one of these topics. Also once the first connection is
 * ready, because what was loaded before that may be old.
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

/** Subscribes to these topics while the component is mounted. */
export function useTopics(...topics: string[]): void {
  const realtime = useRealtime();
  const key = topics.join(' ');
  useEffect(() => {
    if (key !== '') return realtime?.subscribe(key.split(' '));
  }, [realtime, key]);
}

/** State of the connection; strangers have none and count as online. */
export function useConnection(): RealtimeStatus {
  const realtime = useRealtime();
  return useSyncExternalStore(
    (listener) => realtime?.onStatus(listener) ?? (() => undefined),
    () => realtime?.status ?? 'online',
  );
}
