import { describe, expect, it } from '@jest/globals';

import { fold } from './decider.js';
import { ok, unreachable } from './result.js';
import { codecOf, versioned } from './versioned.js';

type Counted = {
  readonly type: 'Counted';
  readonly data: { readonly pupils: number; readonly by: string };
};

const number = (raw: unknown): { readonly pupils: number } => {
  if (
    typeof raw !== 'object' ||
    raw === null ||
    !('pupils' in raw) ||
    typeof raw.pupils !== 'number'
  ) {
    throw new TypeError('pupils: a number is expected');
  }
  return { pupils: raw.pupils };
};

const codec = codecOf<Counted>({
  Counted: versioned('Counted', number).next(
    (raw) => ({ ...number(raw), by: String((raw as { by: unknown }).by) }),
    (older) => ({ ...older, by: 'unknown' }),
  ),
});

describe('a versioned event', () => {
  it('is written in its latest version', () => {
    expect(codec.versionOf('Counted')).toBe(2);
  });

  it('walks an old shape to the latest', () => {
    expect(codec.decode('Counted', 1, { pupils: 12 })).toEqual(
      ok({ type: 'Counted', data: { pupils: 12, by: 'unknown' } }),
    );
    expect(codec.decode('Counted', 2, { pupils: 12, by: 'school' })).toEqual(
      ok({ type: 'Counted', data: { pupils: 12, by: 'school' } }),
    );
  });

  it('refuses a type, a version or a shape that it does not know', () => {
    expect([
      codec.decode('Forgotten', 1, {}),
      codec.decode('Counted', 3, {}),
      codec.decode('Counted', 1, { pupils: 'twelve' }),
    ]).toEqual([
      { ok: false, error: { kind: 'UnknownEventType', type: 'Forgotten' } },
      { ok: false, error: { kind: 'UnknownSchemaVersion', type: 'Counted', version: 3 } },
      {
        ok: false,
        error: {
          kind: 'MalformedEvent',
          type: 'Counted',
          version: 1,
          reason: 'pupils: a number is expected',
        },
      },
    ]);
  });
});

describe('a decider', () => {
  it('folds a history into a state, in order', () => {
    const decider = {
      initial: '',
      decide: () => ok([]),
      evolve: (state: string, event: string) => state + event,
    };
    expect(fold(decider, ['a', 'b', 'c'])).toBe('abc');
  });

  it('stops on a value that the types exclude', () => {
    expect(() => unreachable('surprise' as never)).toThrow(
      'a case that the types exclude was met: "surprise"',
    );
  });
});
