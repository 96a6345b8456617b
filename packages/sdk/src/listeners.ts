/** Those who want to be told; one that throws does not keep the others from hearing. */
export class Listeners<Arguments extends unknown[]> {
  private readonly all = new Set<(...told: Arguments) => void>();

  /** Gives the function that takes the listener away again. */
  add(listener: (...told: Arguments) => void): () => void {
    const own = (...told: Arguments) => listener(...told);
    this.all.add(own);
    return () => {
      this.all.delete(own);
    };
  }

  tell(...told: Arguments): void {
    for (const listener of [...this.all]) {
      try {
        listener(...told);
      } catch (error) {
        report(error);
      }
    }
  }
}

/** As if nobody had caught it: a page’s `error` event, elsewhere an uncaught exception. */
function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
}
