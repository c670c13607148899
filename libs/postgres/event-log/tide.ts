/** Wakes those who wait for what is new: at once when this process has made it, else by their clock. */
export class Tide {
  private readonly waiting = new Set<() => void>();
  private rises = 0;

  /** Counts the rises: what to give to `turn` so that none is missed in between. */
  get level(): number {
    return this.rises;
  }

  /** There is something new. */
  rise(): void {
    this.rises += 1;
    for (const wake of this.waiting) wake();
  }

  /** Resolves when the level is no longer `level`, after `ms`, or when `signal` aborts. */
  turn(level: number, ms: number, signal?: AbortSignal): Promise<void> {
    if (level !== this.rises || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal?.addEventListener('abort', wake, { once: true });
      this.waiting.add(wake);
    });
  }
}
