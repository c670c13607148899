import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { inTurn } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';

describe('work that is done in turn', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await databaseForTest();
  });

  afterAll(() => database.drop());

  const turn = (onWait: () => void = () => undefined) => ({
    databaseUrl: database.url,
    name: 'demo',
    lookAgainMs: 10,
    onWait,
  });

  it('begins when that of the other has ended, which the second is told to wait for', async () => {
    const done: string[] = [];
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const first = inTurn(turn(), async () => {
      begin();
      await released;
      done.push('first');
    });
    await begun;
    const second = inTurn(
      turn(() => {
        done.push('waits');
        release();
      }),
      () => Promise.resolve(done.push('second')),
    );

    await Promise.all([first, second]);
    expect(done).toEqual(['waits', 'first', 'second']);
  });

  it('leaves the turn to the next when it fails', async () => {
    const fault = new Error('refused');
    await expect(inTurn(turn(), () => Promise.reject(fault))).rejects.toBe(fault);
    expect(await inTurn(turn(), () => Promise.resolve('done'))).toBe('done');
  });
});
