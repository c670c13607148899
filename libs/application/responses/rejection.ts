import type { ResponseRefusal, ResponseState } from '#domain/response';
import type { Declaration, Problem } from '#kernel';

import type { Rejection } from '../order.js';
import { draftConflict, responseChanged } from '../problems/conflict.problems.js';
import { appendProblem } from '../problems/log.problems.js';
import type { Services } from '../services.js';
import { explained } from './place.js';

/** What the author of a command had before them. */
export type Seen = {
  readonly revision: number;
  /** The draft that they wanted to save; null when they wanted something else. */
  readonly draft: Declaration | null;
};

export const seenAt = (
  revision: number | null | undefined,
  draft: Declaration | null = null,
): Seen | null => (revision === null || revision === undefined ? null : { revision, draft });

const declarationOf = (state: ResponseState): Declaration | null =>
  'declaration' in state ? state.declaration : null;

type Stale = Extract<Rejection<ResponseState, ResponseRefusal>, { because: 'seen-revision' }>;

const staleProblems = ({ actual, state }: Stale, { revision, draft }: Seen): readonly Problem[] =>
  draft === null
    ? [responseChanged(revision, actual)]
    : draftConflict({ seen: revision, actual, mine: draft, current: declarationOf(state) });

/** Why a command on a response was not done, told to its author. */
export const rejectionProblems = async (
  services: Pick<Services, 'directory'>,
  rejection: Rejection<ResponseState, ResponseRefusal>,
  seen: Seen | null,
): Promise<readonly Problem[]> => {
  switch (rejection.because) {
    case 'rule':
      return explained(services, rejection.refusal);
    case 'check':
      return rejection.problems;
    case 'log':
      return [appendProblem(rejection.refusal)];
    case 'seen-revision':
      return staleProblems(rejection, seen ?? { revision: rejection.actual, draft: null });
  }
};
