import type { ResponseRefusal, ResponseState } from '#domain/response';
import type { Declaration, Problem, Said } from '#kernel';

import { decoded, responses } from '../aggregate.js';
import type { Rejection } from '../order.js';
import { type Conflict, conflictProblems } from '../problems/conflict.problems.js';
import { appendProblem } from '../problems/log.problems.js';
import type { Services } from '../services.js';
import { changesSince, saidOf, written } from './changes.js';
import { explained } from './place.js';

/** What the author of a command had before them. */
export type Seen = {
  readonly revision: number;
  readonly what: 'draft' | 'response';
  /** What they want to have written; null when they wanted something else. */
  readonly mine: Declaration | null;
};

/** Null: the author does not say what they saw. */
export const seenAt = (
  revision: number | null | undefined,
  mine: Declaration | null = null,
  what: Seen['what'] = 'response',
): Seen | null => (revision === null || revision === undefined ? null : { revision, what, mine });

type Stale = Extract<Rejection<ResponseState, ResponseRefusal>, { because: 'seen-revision' }>;

const isSame = (left: Said, right: Said): boolean => JSON.stringify(left) === JSON.stringify(right);

const conflictsOf = ({ history }: Stale, { revision, mine }: Seen): Conflict['answers'] => {
  if (mine === null) return [];
  const facts = history.map((recorded) => ({
    recorded,
    event: decoded(responses.codec, recorded),
  }));
  return changesSince(facts, revision, written).map(({ question, from, to, last }) => {
    const said = saidOf(mine, question);
    const { recordedAt: at, metadata } = last.recorded;
    const resolvable = isSame(said, from) || isSame(said, to);
    return { question, base: from, theirs: to, mine: said, by: metadata.actor, at, resolvable };
  });
};

const staleProblems = (stale: Stale, seen: Seen | null): readonly Problem[] => {
  const { actual } = stale;
  const { revision, what } = seen ?? { revision: actual, what: 'response' };
  return conflictProblems({
    on: what === 'draft' ? 'DRAFT_CONFLICT' : 'RESPONSE_CHANGED',
    seen: revision,
    actual,
    answers: seen === null ? [] : conflictsOf(stale, seen),
  });
};

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
      return staleProblems(rejection, seen);
  }
};
