import type { PublicationCommand, PublicationRefusal, SeriesState } from '#domain/publication';
import { BrokenAssumption, err, ok, type Problem, type Result } from '#kernel';

import { publications, stateOf } from '../aggregate.js';
import type { EventStore } from '../event-store.port.js';
import { execute } from '../executor.js';
import type { Execution, Rejection } from '../order.js';
import { appendProblem } from '../problems/log.problems.js';
import { publicationProblem } from '../problems/publication.problems.js';
import type { RequestContext, Services } from '../services.js';
import { publicationStream } from '../streams.js';

const rejectionProblems = (
  rejection: Rejection<SeriesState, PublicationRefusal>,
): readonly Problem[] => {
  switch (rejection.because) {
    case 'rule':
      return [publicationProblem(rejection.refusal)];
    case 'check':
      return rejection.problems;
    case 'log':
      return [appendProblem(rejection.refusal)];
    case 'seen-revision':
      throw new BrokenAssumption('commands on publications carry no revision');
  }
};

/** A series as the log has it now. */
export const readSeries = async (store: EventStore, series: string): Promise<SeriesState> =>
  stateOf(publications, await store.readStream(publicationStream(series)));

/** Does one command on one series. */
export const runSeries = async (
  { store, newId }: Pick<Services, 'store' | 'newId'>,
  { series, command }: { readonly series: string; readonly command: PublicationCommand },
  context: RequestContext,
): Promise<Result<Execution, readonly Problem[]>> => {
  const executed = await execute(
    { store, aggregate: publications },
    { stream: publicationStream(series), command, context, eventId: newId },
  );
  return executed.ok ? ok(executed.value) : err(rejectionProblems(executed.error));
};

const shape = /^(.+)-v[1-9]\d*$/;

/** The series of `etic-1d-2014-v1`; undefined for a text that is no id of a publication. */
export const seriesOf = (publication: string): string | undefined => shape.exec(publication)?.[1];
