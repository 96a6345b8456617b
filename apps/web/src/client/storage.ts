/** Small words a browser keeps for this page. Some browsers keep nothing and throw: then nothing is kept. */
class Shelf {
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

  /** Null takes it away. */
  keep(key: string, words: string | null): void {
    try {
      if (words === null) this.open().removeItem(this.prefix + key);
      else this.open().setItem(this.prefix + key, words);
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
export const choices = new Shelf(() => localStorage, 'plaza.');

/** Unsent words of the person who is signed in, in this window; gone with the session. */
export const ownWords = new Shelf(() => sessionStorage, 'plaza.own.');
