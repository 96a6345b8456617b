/** Listeners of one thing; one that throws does not keep the others from being called. */
export class Listeners<Arguments extends unknown[]> {
  private readonly all = new Set<(...args: Arguments) => void>();

  /** Gives the function that takes the listener away again. */
  add(listener: (...args: Arguments) => void): () => void {
    const own = (...args: Arguments) => listener(...args);
    this.all.add(own);
    return () => {
      this.all.delete(own);
    };
  }

  notify(...args: Arguments): void {
    for (const listener of [...this.all]) {
      try {
        listener(...args);
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
