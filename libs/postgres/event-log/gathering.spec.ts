import { describe, expect, it } from '@jest/globals';

import { Gathering } from './gathering.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('gathering questions', () => {
  it('asks those of one turn together and gives each its own answer', async () => {
    const asked: (readonly number[])[] = [];
    const gathering = new Gathering<number, number>({
      ask: (questions) => {
        asked.push(questions);
        return Promise.resolve(questions.map((question) => question * 10));
      },
      maxQuestions: 3,
      maxRoundTrips: 2,
    });

    const answers = await Promise.all([1, 2, 3, 4].map((question) => gathering.ask(question)));

    expect(answers).toEqual([10, 20, 30, 40]);
    expect(asked).toEqual([[1, 2, 3], [4]]);
  });

  it('lets questions wait while every round trip is under way', async () => {
    const asked: (readonly string[])[] = [];
    const ends: (() => void)[] = [];
    const gathering = new Gathering<string, string>({
      ask: (questions) => {
        asked.push(questions);
        return new Promise((resolve) => ends.push(() => resolve(questions)));
      },
      maxQuestions: 10,
      maxRoundTrips: 1,
    });

    const first = gathering.ask('a');
    await turn();
    const later = Promise.all([gathering.ask('b'), gathering.ask('c')]);
    await turn();
    ends.shift()?.();
    await first;
    await turn();
    ends.shift()?.();

    expect(await later).toEqual(['b', 'c']);
    expect(asked).toEqual([['a'], ['b', 'c']]);
  });

  it('tells a failure to those whom it concerns', async () => {
    const gathering = new Gathering<string, string>({
      ask: (questions) =>
        questions.includes('bad') ? Promise.reject(new Error('lost')) : Promise.resolve(questions),
      maxQuestions: 1,
      maxRoundTrips: 2,
    });

    const [bad, good] = await Promise.allSettled([gathering.ask('bad'), gathering.ask('good')]);

    expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'lost' } });
    expect(good).toEqual({ status: 'fulfilled', value: 'good' });
  });
});
