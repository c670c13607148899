import type { Result } from './result.js';

/**
 * The rules of one aggregate, as pure functions.
 * `decide` answers with the events to append (none when there is nothing to do) or with a refusal;
 * `evolve` never fails on an event that `decide` has produced.
 */
export type Decider<Command, Event, State, Refusal> = {
  readonly initial: State;
  readonly decide: (command: Command, state: State) => Result<readonly Event[], Refusal>;
  readonly evolve: (state: State, event: Event) => State;
};

/** The state that a history leads to. */
export const fold = <Command, Event, State, Refusal>(
  decider: Decider<Command, Event, State, Refusal>,
  history: Iterable<Event>,
): State => {
  let state = decider.initial;
  for (const event of history) state = decider.evolve(state, event);
  return state;
};
