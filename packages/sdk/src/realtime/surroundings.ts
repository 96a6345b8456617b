interface Hooks {
  /** The network is back, or the person is: worth a try now. */
  back(): void;
  /** The device says that it has no network. */
  away(): void;
}

/** Follows what the browser knows of network and visibility; gives the function that stops it. Does nothing elsewhere. */
export function followSurroundings({ back, away }: Hooks): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
  const look = () => {
    if (document.visibilityState === 'visible') back();
  };
  const following = new AbortController();
  const { signal } = following;
  window.addEventListener('online', back, { signal });
  window.addEventListener('offline', away, { signal });
  document.addEventListener('visibilitychange', look, { signal });
  return () => following.abort();
}
