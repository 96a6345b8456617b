import { pause } from '../timing.js';

export interface AccessToken {
  value: string;
  /** Milliseconds since 1970, by the clock of this machine. */
  expiresAt: number;
  renewAt: number;
}

/** `left`: signed out here or in another tab; `ended`: the server ended it. */
export type EndReason = 'left' | 'ended';

/** What one tab sends the others; tokens pass from memory to memory and are stored nowhere. */
export type TabMessage =
  | { kind: 'renewed'; token: AccessToken }
  | { kind: 'started' }
  | { kind: 'ended'; reason: EndReason };

const DELIVERY_MS = 50;

/** The tabs of one browser, which live on one refresh cookie. */
export class Tabs {
  private readonly name: string;
  private readonly channel: BroadcastChannel | null;

  constructor(baseUrl: string, receive: (message: TabMessage) => void) {
    this.name = `plaza-session ${baseUrl}`;
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(this.name);
    this.channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => receive(data));
  }

  send(message: TabMessage): void {
    this.channel?.postMessage(message);
  }

  /**
   * One tab at a time, where the browser has locks (it has none without https). The next tab's turn comes only when it has
   * had time to receive what this one sends.
   */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
    if (!locks) return work();
    return new Promise((resolve, reject) => {
      locks
        .request(this.name, async () => {
          await work().then(resolve, reject);
          await pause(DELIVERY_MS);
        })
        .catch(reject);
    });
  }

  /** Whether a session was begun in this browser and not ended; null where the browser does not keep it. */
  get remembered(): boolean | null {
    const storage = openStorage();
    return storage && storage.getItem(this.name) !== null;
  }

  remember(isSignedIn: boolean): void {
    if (isSignedIn) openStorage()?.setItem(this.name, '1');
    else openStorage()?.removeItem(this.name);
  }

  close(): void {
    this.channel?.close();
  }
}

/** Null where the browser keeps nothing for this page; reading it throws there. */
function openStorage(): Storage | null {
  try {
    return typeof localStorage === 'undefined' ? null : localStorage;
  } catch {
    return null;
  }
}
