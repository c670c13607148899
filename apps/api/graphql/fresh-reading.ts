/**
 * The same question, asked once for all who ask at the same time. An answer is never older than its question:
 * who comes while one is on its way shares the next.
 */
export const freshReading = <Value>(ask: () => Promise<Value>): (() => Promise<Value>) => {
  let running: Promise<Value> | undefined;
  let next: Promise<Value> | undefined;

  const run = (): Promise<Value> => {
    next = undefined;
    const asked = ask();
    running = asked;
    const done = (): void => {
      if (running === asked) running = undefined;
    };
    asked.then(done, done);
    return asked;
  };

  return () => {
    if (running === undefined) return run();
    return (next ??= running.then(run, run));
  };
};
