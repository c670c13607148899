import { describe, expect, it } from '@jest/globals';

import { freshCache } from './fresh-cache.js';

/** A source that answers when it is told to. */
const slowSource = () => {
  const asked: string[] = [];
  const answers: ((value: string) => void)[] = [];
  const load = (key: string, before: string | undefined): Promise<string> => {
    asked.push(`${key} after ${before ?? 'nothing'}`);
    return new Promise((resolve) => answers.push(resolve));
  };
  return { asked, answers, load };
};

describe('a cache that may not be older than a second', () => {
  const clock = { ms: 0 };
  const age = { maxAgeMs: 1_000, monotonicMs: () => clock.ms };

  it('loads once for all who ask at the same time, and again when it is old', async () => {
    const { asked, answers, load } = slowSource();
    const cache = freshCache(load, age);
    const both = [cache.get('etic'), cache.get('etic')];
    answers[0]?.('first');
    expect(await Promise.all(both)).toEqual(['first', 'first']);

    clock.ms += 999;
    expect(await cache.get('etic')).toBe('first');
    clock.ms += 1;
    const again = cache.get('etic');
    answers[1]?.('second');
    expect(await again).toBe('second');
    expect(asked).toEqual(['etic after nothing', 'etic after first']);
  });

  it('loads anew after a change, whatever an older loading answers later', async () => {
    const { answers, load } = slowSource();
    const cache = freshCache(load, age);
    const old = cache.get('etic');
    cache.expire('etic');
    const fresh = cache.get('etic');
    answers[1]?.('fresh');
    expect(await fresh).toBe('fresh');
    answers[0]?.('old');
    expect(await old).toBe('old');
    expect(await cache.get('etic')).toBe('fresh');
  });

  it('keeps neither what is unknown nor what failed', async () => {
    let calls = 0;
    const cache = freshCache<string>((key) => {
      calls += 1;
      return key === 'broken' ? Promise.reject(new Error('broken')) : Promise.resolve(undefined);
    }, age);
    await expect(cache.get('broken')).rejects.toThrow('broken');
    await expect(cache.get('broken')).rejects.toThrow('broken');
    expect([await cache.get('unknown'), await cache.get('unknown')]).toEqual([
      undefined,
      undefined,
    ]);
    expect([calls, cache.keys()]).toEqual([4, []]);
  });
});
