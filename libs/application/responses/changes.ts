import { differingQuestions, type ResponseEvent, type ResponseState } from '#domain/response';
import type { Declaration, RecordedEvent, Said } from '#kernel';

import { responses } from '../aggregate.js';

/** A decoded event of a response. */
export type ResponseFact = { readonly recorded: RecordedEvent; readonly event: ResponseEvent };

/** What a question said, what it says now, and the last fact that changed it. */
export type AnswerChanged = {
  readonly question: string;
  readonly from: Said;
  readonly to: Said;
  readonly last: ResponseFact;
};

const nothingDeclared: Declaration = { answers: {}, notConcerned: [] };

export const saidOf = ({ answers, notConcerned }: Declaration, question: string): Said => ({
  value: answers[question] ?? null,
  notConcerned: notConcerned.includes(question),
});

/** What is written down in a response: its draft too. */
export const written = (state: ResponseState): Declaration =>
  'declaration' in state ? state.declaration : nothingDeclared;

/** What counts of a response: nothing before it is submitted, or once it is withdrawn. */
export const standing = (state: ResponseState): Declaration =>
  state.status === 'submitted' || state.status === 'validated'
    ? state.declaration
    : nothingDeclared;

type Reading = (state: ResponseState) => Declaration;

/** The declaration after the events up to and with `revision`. */
const declaredAt = (
  facts: readonly ResponseFact[],
  revision: number,
  reading: Reading,
): Declaration => {
  let state = responses.decider.initial;
  for (const { recorded, event } of facts) {
    if (recorded.revision <= revision) state = responses.decider.evolve(state, event);
  }
  return reading(state);
};

/** What the events after `revision` have changed, question by question in the order of their codes. */
export const changesSince = (
  facts: readonly ResponseFact[],
  revision: number,
  reading: Reading,
): readonly AnswerChanged[] => {
  const base = declaredAt(facts, revision, reading);
  const lastOf = new Map<string, ResponseFact>();
  let state = responses.decider.initial;
  for (const fact of facts) {
    const next = responses.decider.evolve(state, fact.event);
    if (fact.recorded.revision > revision) {
      for (const question of differingQuestions(reading(state), reading(next))) {
        lastOf.set(question, fact);
      }
    }
    state = next;
  }
  const now = reading(state);
  return differingQuestions(base, now).flatMap((question) => {
    const last = lastOf.get(question);
    return last === undefined
      ? []
      : [{ question, from: saidOf(base, question), to: saidOf(now, question), last }];
  });
};
