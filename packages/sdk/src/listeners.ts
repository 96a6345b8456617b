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
        // Rethrown where the surroundings report what nobody caught.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
