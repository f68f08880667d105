/** Imports of a project one after the other; the one under way can be stopped. */
export interface Imports {
  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** stops the one under way, if any */
  cancel(): void;
  /** stops all, and waits until they have cleaned up */
  stop(): Promise<void>;
}

export function createImports(): Imports {
  let last: Promise<unknown> = Promise.resolve();
  let current: AbortController | null = null;
  let stopped = false;
  return {
    run(work) {
      const mine = last.then(async () => {
        current = new AbortController();
        if (stopped) current.abort();
        try {
          return await work(current.signal);
        } finally {
          current = null;
        }
      });
      last = mine.catch(() => undefined);
      return mine;
    },
    cancel: () => current?.abort(),
    async stop() {
      stopped = true;
      current?.abort();
      await last;
    },
  };
}
