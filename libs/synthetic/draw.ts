/**
 * Uniform over the integers [0, 2^32), and always the same for the same seed and keys: no state, so that
 * what one school answers never depends on the order in which schools are met.
 */
export type Draw = (...keys: readonly string[]) => number;

const range = 2 ** 32;

const { imul } = Math;
const prime = 0x01000193;
const separator = 0x1f;

/** FNV-1a, carried on from `hash`. */
const hashed = (hash: number, text: string): number => {
  let next = imul(hash ^ separator, prime);
  for (let index = 0; index < text.length; index += 1) {
    next = imul(next ^ text.charCodeAt(index), prime);
  }
  return next;
};

/** The finaliser of MurmurHash3: neighbouring hashes end far from each other. */
const scrambled = (hash: number): number => {
  let bits = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};

export const drawFrom = (seed: string): Draw => {
  const start = hashed(0x811c9dc5, seed);
  return (...keys) => scrambled(keys.reduce(hashed, start));
};

/** What was drawn, brought down to an integer of [0, limit). */
export const below = (drawn: number, limit: number): number => Math.floor((drawn * limit) / range);

/** True for `percent` draws in a hundred. */
export const happens = (drawn: number, percent: number): boolean =>
  below(drawn, 10_000) < percent * 100;

/** In the order of what `drawn` says of each; equal draws keep the order of the input. */
export const shuffled = <Item>(
  items: readonly Item[],
  drawn: (item: Item) => number,
): readonly Item[] =>
  items
    .map((item) => ({ item, key: drawn(item) }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item);
