import { interruption } from '#platform/process';

/** What the first Ctrl-C does to a job: it is abandoned, unless it has said that it ends by itself. */
export type Leaving = {
  /** From now on the job ends by itself when the signal is aborted. */
  readonly heeded: () => AbortSignal;
  /** Whether the first Ctrl-C has come. */
  readonly hasCome: () => boolean;
  /** Resolves when a job that does not heed it has to be abandoned. */
  readonly abandoned: Promise<void>;
};

export const listenForLeaving = (): Leaving => {
  const signal = interruption();
  let isHeeded = false;
  return {
    heeded: () => {
      isHeeded = true;
      return signal;
    },
    hasCome: () => signal.aborted,
    abandoned: new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        if (!isHeeded) resolve();
      });
    }),
  };
};
