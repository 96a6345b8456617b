/** Strings that a browser keeps for this page. Some browsers keep nothing and throw: then nothing is kept. */
class BrowserStore {
  constructor(
    private readonly open: () => Storage,
    private readonly prefix: string,
  ) {}

  read(key: string): string | null {
    try {
      return this.open().getItem(this.prefix + key);
    } catch {
      return null;
    }
  }

  /** Null removes it. */
  write(key: string, value: string | null): void {
    try {
      if (value === null) this.open().removeItem(this.prefix + key);
      else this.open().setItem(this.prefix + key, value);
    } catch {
      // Full or forbidden: the person loses a convenience, not their work on the screen.
    }
  }

  clear(): void {
    try {
      const storage = this.open();
      const keys = Object.keys(storage).filter((key) => key.startsWith(this.prefix));
      for (const key of keys) storage.removeItem(key);
    } catch {
      // Nothing is kept there, so nothing is left.
    }
  }
}

/** Choices of this browser, whoever is signed in. */
export const preferences = new BrowserStore(() => localStorage, 'plaza.');

/** What the viewer wrote and has not sent, in this window; removed with the session. */
export const unsent = new BrowserStore(() => sessionStorage, 'plaza.own.');
