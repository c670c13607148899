/**
 * Sums of safe integers, one for each slot, exact whatever their size: `low` is a safe integer, and what
 * it cannot hold is carried to `high`.
 */
export type ExactSums = { readonly low: number[]; high: bigint[] | undefined };

export const zeroSums = (slots: number): ExactSums => ({
  low: new Array<number>(slots).fill(0),
  high: undefined,
});

export const copySums = ({ low, high }: ExactSums): ExactSums => ({
  low: [...low],
  high: high === undefined ? undefined : [...high],
});

/** Sums from exact decimal texts. */
export const sumsFrom = (texts: readonly string[]): ExactSums => {
  const sums = zeroSums(texts.length);
  texts.forEach((text, slot) => {
    const value = Number(text);
    if (Number.isSafeInteger(value)) {
      sums.low[slot] = value;
      return;
    }
    sums.high ??= new Array<bigint>(texts.length).fill(0n);
    sums.high[slot] = BigInt(text);
  });
  return sums;
};

/** Adds a safe integer to a slot, in place. */
export const addTo = (sums: ExactSums, slot: number, value: number): void => {
  const held = sums.low[slot] ?? 0;
  const next = held + value;
  if (Number.isSafeInteger(next)) {
    sums.low[slot] = next;
    return;
  }
  sums.high ??= new Array<bigint>(sums.low.length).fill(0n);
  sums.high[slot] = (sums.high[slot] ?? 0n) + BigInt(held);
  sums.low[slot] = value;
};

/** Adds a safe integer, or a bigint of whatever size, to a slot, in place. */
export const addValue = (sums: ExactSums, slot: number, value: number | bigint): void => {
  if (typeof value === 'number') return addTo(sums, slot, value);
  sums.high ??= new Array<bigint>(sums.low.length).fill(0n);
  sums.high[slot] = (sums.high[slot] ?? 0n) + value;
};

/** Adds all of `addend` to `sums`, in place. */
export const addAll = (sums: ExactSums, { low, high }: ExactSums): void => {
  for (let slot = 0; slot < low.length; slot += 1) {
    const value = low[slot] ?? 0;
    if (value !== 0) addTo(sums, slot, value);
  }
  if (high === undefined) return;
  const carried = (sums.high ??= new Array<bigint>(low.length).fill(0n));
  for (let slot = 0; slot < high.length; slot += 1)
    carried[slot] = (carried[slot] ?? 0n) + (high[slot] ?? 0n);
};

/** Each sum, exact: safe integers as they are, whatever may be larger as bigint. */
export const valuesOf = ({ low, high }: ExactSums): readonly number[] | readonly bigint[] =>
  high === undefined ? low : low.map((value, slot) => BigInt(value) + (high[slot] ?? 0n));

/** One of the sums, exact; of none it is zero. */
export const valueOf = (sums: ExactSums | undefined, slot: number): number | bigint => {
  const low = sums?.low[slot] ?? 0;
  const high = sums?.high?.[slot];
  return high === undefined ? low : BigInt(low) + high;
};

/** Each sum as exact decimal text. */
export const textsOf = (sums: ExactSums): readonly string[] =>
  Array.from<number | bigint, string>(valuesOf(sums), String);
