import { describe, expect, it } from '@jest/globals';

import { position, type Position } from '#kernel';

import { freshReading } from './fresh-reading.js';

/** A clock that answers when it is told to, with how often it was asked. */
const clock = () => {
  const answers: ((fail: boolean) => void)[] = [];
  const read = freshReading(
    () =>
      new Promise<Position>((resolve, reject) => {
        const asked = BigInt(answers.length + 1);
        answers.push((fail) => {
          if (fail) reject(new Error('away'));
          else resolve(position(asked));
        });
      }),
  );
  return { answers, read };
};

describe('a fresh reading', () => {
  it('is shared by those who ask while another is on its way, and is asked after them', async () => {
    const { answers, read } = clock();
    const first = read();
    const second = read();
    const third = read();
    expect(answers.length).toBe(1);

    answers[0]?.(false);
    await first;
    expect(answers.length).toBe(2);
    answers[1]?.(false);

    expect(await Promise.all([first, second, third])).toEqual([1n, 2n, 2n]);
  });

  it('is asked anew after a failure, which only its own askers hear of', async () => {
    const { answers, read } = clock();
    const first = read();
    const second = read();
    answers[0]?.(true);
    await expect(first).rejects.toThrow('away');
    answers[1]?.(false);

    expect(await second).toBe(2n);
    const third = read();
    answers[2]?.(false);
    expect(await third).toBe(3n);
  });
});
