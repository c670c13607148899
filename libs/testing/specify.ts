import { expect } from '@jest/globals';

import { type Decider, err, fold, ok } from '#kernel';

/** Given a history, when a command is decided, then exactly these events in this order, or this refusal. */
export const specify = <Command, Event, State, Refusal>(
  decider: Decider<Command, Event, State, Refusal>,
) => ({
  given: (...history: readonly Event[]) => ({
    when: (command: Command) => {
      const decision = decider.decide(command, fold(decider, history));
      return {
        then: (...events: readonly Event[]) => expect(decision).toStrictEqual(ok(events)),
        thenNothing: () => expect(decision).toStrictEqual(ok([])),
        thenRejected: (refusal: Refusal) => expect(decision).toStrictEqual(err(refusal)),
      };
    },
  }),
});
