import { expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { AppendOutcome, AppendRequest, EventStore } from '#application';
import type { NewEvent } from '#kernel';

import { events, newStream } from './samples.js';

type Step = {
  readonly stream: number;
  /** What the writer expects, beside what is true. */
  readonly offset: number;
  readonly count: number;
  /** Sends an earlier append again. */
  readonly repeat: number | null;
};

const step: fc.Arbitrary<Step> = fc.record({
  stream: fc.nat({ max: 2 }),
  offset: fc.constantFrom(0, 0, 0, -1, 1),
  count: fc.integer({ min: 1, max: 3 }),
  repeat: fc.option(fc.nat({ max: 5 }), { freq: 4 }),
});

type Accepted = {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly revision: number;
};

/** What a log is, without storage: the ids of three streams, and what was accepted so far. */
class ModelLog {
  readonly ids = new Map<string, readonly string[]>(
    [newStream(), newStream(), newStream()].map((stream) => [stream, []]),
  );
  private readonly accepted: Accepted[] = [];

  /** The append of a step, and what the log must answer. */
  take(step: Step): { readonly request: AppendRequest; readonly answer: unknown } {
    const old = step.repeat === null ? undefined : this.accepted[step.repeat];
    return old === undefined ? this.takeNew(step) : this.takeAgain(step, old);
  }

  private takeAgain(step: Step, old: Accepted) {
    const { stream, events: sent, revision } = old;
    const request = { stream, expectedRevision: this.expected(stream, step.offset), events: sent };
    return { request, answer: [revision, true] };
  }

  private takeNew({ stream: index, offset, count }: Step) {
    const [stream = '', held = []] = [...this.ids][index] ?? [];
    const expected = this.expected(stream, offset);
    const request = { stream, expectedRevision: expected, events: events(count) };
    const actual = held.length;
    if (expected !== actual)
      return { request, answer: { kind: 'RevisionConflict', stream, expected, actual } };

    this.ids.set(stream, [...held, ...request.events.map(({ id }) => id)]);
    this.accepted.push({ stream, events: request.events, revision: actual + count });
    return { request, answer: [actual + count, false] };
  }

  private expected(stream: string, offset: number): number {
    return Math.max(0, (this.ids.get(stream)?.length ?? 0) + offset);
  }
}

const answerOf = (outcome: AppendOutcome): unknown =>
  outcome.ok ? [outcome.value.revision, outcome.value.repeated] : outcome.error;

/** A store answers and holds what a log of three lists would, whatever is appended to it. */
export const itBehavesAsItsModel = (store: () => EventStore): void => {
  it('behaves as its model does, whatever is appended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const model = new ModelLog();
        for (const { request, answer } of steps.map((one) => model.take(one)))
          expect(answerOf(await store().append(request))).toEqual(answer);

        for (const [stream, ids] of model.ids)
          expect((await store().readStream(stream)).map(({ id }) => id)).toEqual(ids);
      }),
      { numRuns: 40, seed: 2014 },
    );
  });
};
