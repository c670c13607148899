import type { ProjectionCommand, ProjectionRefusal, ProjectionState } from '#domain/projection';
import { BrokenAssumption, err, ok, type Problem } from '#kernel';

import { projections } from '../aggregate.js';
import { execute } from '../executor.js';
import type { Rejection } from '../order.js';
import { answering, receiptOf } from '../outcome.js';
import { appendProblem } from '../problems/log.problems.js';
import { projectionProblem, projectionUnknown } from '../problems/projection.problems.js';
import type { ProjectionMonitor } from '../projections.port.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { projectionStream } from '../streams.js';

type Ground = Pick<Services, 'store' | 'newId'> & { readonly projections: ProjectionMonitor };

type Wanted = {
  readonly projection: string;
  /** Decimal digits. */
  readonly position: string;
  readonly reason: string;
};

const problemsOf = (
  rejection: Rejection<ProjectionState, ProjectionRefusal>,
): readonly Problem[] => {
  switch (rejection.because) {
    case 'rule':
      return [projectionProblem(rejection.refusal)];
    case 'check':
      return rejection.problems;
    case 'log':
      return [appendProblem(rejection.refusal)];
    case 'seen-revision':
      throw new BrokenAssumption('commands on projections carry no revision');
  }
};

const run = async (
  { store, newId }: Ground,
  command: ProjectionCommand,
  context: RequestContext,
): Promise<Outcome> => {
  const stream = projectionStream(command.projection);
  const executed = await execute(
    { store, aggregate: projections },
    { stream, command, context, eventId: newId },
  );
  if (!executed.ok) return err(problemsOf(executed.error));
  const told = { stream, contentHash: null, warnings: [], recordedBy: new Set<string>() };
  return ok(receiptOf(executed.value, told));
};

/**
 * Leaves one event out of one read model, by an act that is recorded with its reason: the event at which the
 * projection stands still, and no other. The projection goes on by itself.
 */
export const skipEvent = (
  ground: Ground,
  wanted: Wanted,
  context: RequestContext,
): Promise<Outcome> =>
  answering(async () => {
    const states = await ground.projections.states();
    const found = states.find(({ projection }) => projection === wanted.projection);
    if (found === undefined) return err([projectionUnknown(wanted.projection, states)]);
    const event = found.failure?.event ?? null;
    const blocking =
      event === null ? null : { position: String(event.position), eventId: event.id };
    return run(ground, { type: 'SkipEvent', ...wanted, blocking }, context);
  });

/** Takes a skip back: the rows are without the event until the read model is made anew. */
export const revokeSkip = (
  ground: Ground,
  wanted: Wanted,
  context: RequestContext,
): Promise<Outcome> =>
  answering(async () => {
    const states = await ground.projections.states();
    if (!states.some(({ projection }) => projection === wanted.projection))
      return err([projectionUnknown(wanted.projection, states)]);
    return run(ground, { type: 'RevokeSkip', ...wanted }, context);
  });
