import { BrokenAssumption } from './result.js';

/** What has one canonical text: no floats, which languages write differently; decimals are texts. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | string
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue };

const loneSurrogate = /\p{Surrogate}/u;

const isList = (value: CanonicalValue): value is readonly CanonicalValue[] => Array.isArray(value);

const whole = (value: number): string => {
  if (Number.isSafeInteger(value)) return String(value);
  throw new BrokenAssumption(`not a safe integer: ${String(value)}; write decimals as texts`);
};

const members = (value: { readonly [name: string]: CanonicalValue }): string =>
  Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] as CanonicalValue)}`)
    .join(',');

/**
 * The one text of a value, as RFC 8785 (JCS) writes it: names sorted by UTF-16 code units, no blanks, shortest
 * escapes. Throws `BrokenAssumption` for a number that is not a safe integer, and for a lone surrogate.
 */
export const canonicalJson = (value: CanonicalValue): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return whole(value);
  if (typeof value === 'string') {
    if (!loneSurrogate.test(value)) return JSON.stringify(value);
    throw new BrokenAssumption('a lone surrogate has no UTF-8');
  }
  return isList(value) ? `[${value.map(canonicalJson).join(',')}]` : `{${members(value)}}`;
};
