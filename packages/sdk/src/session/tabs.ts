import { pause } from '../timing.js';
import type { Told } from './told.js';

const HEARING_MS = 50;

/** The tabs of one browser, which live on one refresh cookie. */
export class Tabs {
  private readonly name: string;
  private readonly channel: BroadcastChannel | null;

  constructor(baseUrl: string, hear: (told: Told) => void) {
    this.name = `plaza-session ${baseUrl}`;
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(this.name);
    this.channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => hear(data));
  }

  tell(told: Told): void {
    this.channel?.postMessage(told);
  }

  /**
   * One tab at a time, where the browser has locks (it has none without https). The next tab's turn comes only when it has
   * had time to hear what this one tells.
   */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
    if (!locks) return work();
    return new Promise((resolve, reject) => {
      locks
        .request(this.name, async () => {
          await work().then(resolve, reject);
          await pause(HEARING_MS);
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
