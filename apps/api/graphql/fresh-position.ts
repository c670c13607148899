import type { ProjectionClock } from '#application';
import type { Position } from '#kernel';

/**
 * Where the read models are, asked once for all who ask at the same time. An answer is never older than its
 * question: who comes while one is on its way shares the next.
 */
export const freshPosition = (
  projections: Pick<ProjectionClock, 'position'>,
): (() => Promise<Position>) => {
  let running: Promise<Position> | undefined;
  let next: Promise<Position> | undefined;

  const run = (): Promise<Position> => {
    next = undefined;
    const asked = projections.position();
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
