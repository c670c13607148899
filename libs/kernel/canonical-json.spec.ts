import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { BrokenAssumption, canonicalJson, type CanonicalValue } from '#kernel';

const text = fc.string({ unit: 'grapheme' });

const value = fc.letrec<{ value: CanonicalValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((number) => number + 0),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const isObject = (one: CanonicalValue): one is { readonly [name: string]: CanonicalValue } =>
  typeof one === 'object' && one !== null && !Array.isArray(one);

/** The same value, its names met in the opposite order. */
const turned = (one: CanonicalValue): CanonicalValue => {
  if (Array.isArray(one)) return one.map(turned);
  if (!isObject(one)) return one;
  return Object.fromEntries(
    Object.entries(one)
      .reverse()
      .map(([name, inner]) => [name, turned(inner)]),
  );
};

describe('canonical JSON', () => {
  it('is read back as the same value', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(JSON.parse(canonicalJson(one))).toEqual(one);
      }),
    );
  });

  it('is one text, whatever the order in which names were written', () => {
    fc.assert(fc.property(value, (one) => canonicalJson(turned(one)) === canonicalJson(one)));
  });

  it('of what it wrote is what it wrote', () => {
    fc.assert(
      fc.property(value, (one) => {
        const written = canonicalJson(one);
        return canonicalJson(JSON.parse(written) as CanonicalValue) === written;
      }),
    );
  });

  it('sorts names by code units and escapes as RFC 8785 does', () => {
    expect(canonicalJson({ é: 'a/b"\n\u0007', z: [1, -0, null], A: { b: true, a: false } })).toBe(
      '{"A":{"a":false,"b":true},"z":[1,0,null],"é":"a/b\\"\\n\\u0007"}',
    );
  });

  it.each([0.1, Number.NaN, 2 ** 53, '\ud800'])('refuses %p', (one) => {
    expect(() => canonicalJson(one)).toThrow(BrokenAssumption);
  });
});
